// status: what is in force, what was done with it, and what an operator must act on.
#include "audit/timestamp.h"
#include "commands/control_methods.h"
#include "commands/suspension_json.h"
#include "commands/warnings.h"

#include <map>
#include <optional>
#include <string>

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

/// Null: the settings name none.
Json candidate(const Running& running, const RuleSets& sets) {
    const auto state = running.rules.candidate();
    if (state.paths.empty()) {
        return {};
    }
    std::uint64_t differences = 0;
    for (const auto& [labels, count] : running.records.candidate_differences().all()) {
        differences += count;
    }
    return {{"files", state.paths},
            {"absent", state.absent},
            {"errors", state.errors},
            {"rules", sets.candidate() ? rules(*sets.candidate()) : Json::array()},
            {"differences", differences},
            {"trouble", running.records.candidate_troubles()}};
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

/// Since the start: how many were held, and what was asked for held ones.
Json held(const Running& running) {
    Json json{{"since_start", running.records.transactions(Disposition::held)}};
    for (const auto& [labels, count] : running.held.all()) {
        json[labels.at(0)] = count;
    }
    return json;
}

Json sight(const std::optional<KeySight>& seen) {
    if (!seen) {
        return {};
    }
    Json json{{"fits", seen->fits ? Json(*seen->fits) : Json()},
              {"at", seen->fits ? Json(timestamp(seen->at)) : Json()}};
    if (!seen->why.empty()) {
        json["why"] = seen->why;
    }
    if (!seen->cannot_tell.empty()) {
        json["cannot_tell"] = seen->cannot_tell;
    }
    return json;
}

Json keys(const Running& running, Instant now) {
    Json list = Json::array();
    for (const auto& key : running.rules.keys()) {
        list.push_back({{"domain", key.domain},
                        {"selector", key.selector},
                        {"state", key_state(key, now)},
                        {"activate", instant(key.activate)},
                        {"retire", instant(key.retire)},
                        {"dns", sight(running.keys.sight(key))}});
    }
    return list;
}

/// Of folders, as they were looked at last.
Json folder_keys(const Running& running) {
    Json list = Json::array();
    for (const auto& key : running.rotation.last().keys) {
        list.push_back({{"domain", key.domain},
                        {"selector", key.selector},
                        {"state", to_text(key.life.state)},
                        {"since", timestamp(key.life.since)}});
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
             {"failing", table->is_failing()},
             {"last_error",
              trouble ? Json{{"at", timestamp(trouble->at)}, {"error", trouble->what}} : Json()}});
    }
    return list;
}

Json last_checkpoint(const AuditTrail::Standing& standing) {
    return standing.checkpoint_at == Instant() ? Json()
                                               : Json{{"at", timestamp(standing.checkpoint_at)},
                                                      {"records", standing.checkpointed},
                                                      {"failing", standing.is_checkpoint_failing}};
}

Json trail(const Running& running) {
    const auto space = trail_space(running.settings.audit);
    const auto standing = running.trail.standing();
    return {{"file", running.settings.audit},
            {"octets", space.octets ? Json(*space.octets) : Json()},
            {"free", space.free ? Json(*space.free) : Json()},
            {"records", standing.records},
            {"last_checkpoint", last_checkpoint(standing)},
            {"failures", running.records.failures()},
            {"on_failure", "defer"}};  // there is no other way
}

Json suspended(const Running& running) {
    constexpr std::size_t most_listed = 100;
    Json list = Json::array();
    for (const auto& each : running.limits.suspensions().all()) {
        if (list.size() < most_listed) {
            list.push_back(suspension_json(each));
        }
    }
    return list;
}

Json limits(const Running& running) {
    Json list = Json::array();
    std::map<std::string, Json> by_limit;
    for (const auto* decisions :
         {&running.limits.rates().decisions(), &running.limits.measured_store().decisions()}) {
        for (const auto& [labels, count] : decisions->all()) {
            by_limit[labels.at(0)][labels.at(1)] = count;
        }
    }
    for (auto& [limit, counts] : by_limit) {
        Json each{{"limit", limit}, {"admitted", 0}, {"refused", 0}, {"cannot_tell", 0}};
        each.update(counts);
        list.push_back(std::move(each));
    }
    const auto file = running.limits.kept() == nullptr ? "" : running.limits.kept()->path();
    return {{"backend", running.limits.shared() == nullptr ? "memory" : "redis"},
            {"file", file.empty() ? Json() : Json(file)},
            {"suspended", suspended(running)},
            {"decisions", std::move(list)}};
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
                {"candidate", candidate(running, *sets)},
                {"last_reload", last_reload(running.rules.last_reload())},
                {"sessions",
                 {{"open", running.daemon.traffic.open()},
                  {"since_start", running.daemon.traffic.begun()}}},
                {"transactions_open", running.daemon.open.count()},
                {"messages", messages(running.records)},
                {"held", held(running)},
                {"keys", keys(running, now)},
                {"folder_keys", folder_keys(running)},
                {"tables", tables(running.rules.tables())},
                {"trail", trail(running)},
                {"limits", limits(running)},
                {"warnings", warnings(running, now)}};
}

}  // namespace

Method status_method(const Running& running) {
    return {"status", [&running](const Json&) { return status(running); }};
}

}  // namespace msa
