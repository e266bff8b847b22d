// status: what is in force, what was done with it, and what an operator must act on.
#include "audit/timestamp.h"
#include "commands/control_methods.h"
#include "commands/warnings.h"

#include <optional>

#include <unistd.h>

namespace msa {
namespace {

using Json = Method::Json;
using Instant = std::chrono::system_clock::time_point;

Json instant(const std::optional<Instant>& value) {
    return value ? Json(timestamp(*value)) : Json();
}

Json rules(const RuleSets& sets) {
    Json list = Json::array();
    for (const auto& each : sets.sets()) {
        list.push_back({{"file", each->file}, {"version", each->version}, {"hash", each->hash}});
    }
    return list;
}

Json last_reload(const std::optional<ReloadReport>& report) {
    return report ? Json{{"result", report->errors.empty() ? "ok" : "failed"},
                         {"at", timestamp(report->at)},
                         {"errors", report->errors}}
                  : Json();
}

Json messages(const RecordCounts& records) {
    Json counts = Json::object();
    for (const auto each : RecordCounts::all_dispositions) {
        counts[std::string(to_text(each))] = records.transactions(each);
    }
    return counts;
}

Json keys(const std::vector<SigningKeySettings>& keys, Instant now) {
    Json list = Json::array();
    for (const auto& key : keys) {
        list.push_back({{"domain", key.domain},
                        {"selector", key.selector},
                        {"state", key_state(key, now)},
                        {"activate", instant(key.activate)},
                        {"retire", instant(key.retire)}});
    }
    return list;
}

Json tables(const OpenTables& tables) {
    Json list = Json::array();
    for (const auto& table : tables) {
        const auto counts = table->counts();
        const auto trouble = table->last_error();
        list.push_back(
            {{"table", table->name()},
             {"asked", counts.found + counts.missing + counts.errors},
             {"found", counts.found},
             {"not_found", counts.missing},
             {"errors", counts.errors},
             {"cached", counts.cached},
             {"stale", counts.stale},
             {"last_error",
              trouble ? Json{{"at", timestamp(trouble->at)}, {"error", trouble->what}} : Json()}});
    }
    return list;
}

Json trail(const Running& running) {
    const auto space = trail_space(running.settings.audit);
    return {{"file", running.settings.audit},
            {"octets", space.octets ? Json(*space.octets) : Json()},
            {"free", space.free ? Json(*space.free) : Json()},
            {"failures", running.records.failures()}};
}

Result<Json> status(const Running& running) {
    const auto now = std::chrono::system_clock::now();
    const auto sets = running.rules.store().current();
    return Json{{"version", MSA_MILTER_VERSION},
                {"pid", ::getpid()},
                {"since", timestamp(running.since)},
                {"state", running.is_stopping ? "stopping" : "serving"},
                {"socket", running.settings.socket},
                {"engine", running.settings.engine},
                {"rules", rules(*sets)},
                {"last_reload", last_reload(running.rules.last_reload())},
                {"sessions",
                 {{"open", running.daemon.traffic.open()},
                  {"since_start", running.daemon.traffic.begun()}}},
                {"transactions_open", running.daemon.open.count()},
                {"messages", messages(running.records)},
                {"keys", keys(running.rules.keys(), now)},
                {"tables", tables(running.rules.tables())},
                {"trail", trail(running)},
                {"limits", {{"backend", "memory"}}},
                {"warnings", warnings(running, now)}};
}

}  // namespace

Method status_method(const Running& running) {
    return {"status", [&running](const Json&) { return status(running); }};
}

}  // namespace msa
