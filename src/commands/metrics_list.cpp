// The list of metrics: to add one, a line in metrics(). No label comes from a client's mouth.
#include "commands/metrics_list.h"

#include "base/text.h"
#include "commands/warnings.h"
#include "metrics/exposition.h"
#include "metrics/process_facts.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {
namespace {

using Type = Exposition::Type;
using Labels = Exposition::Labels;
using Instant = std::chrono::system_clock::time_point;

struct Metric {
    const char* name;
    Type type;
    const char* help;
    void (*samples)(const Running& running, Exposition& out);
};

double seconds_of(Instant instant) {
    return std::chrono::duration<double>(instant.time_since_epoch()).count();
}

void build(const Running& /*running*/, Exposition& out) {
    out.sample({{"version", MSA_MILTER_VERSION}}, std::uint64_t{1});
}

void policy(const Running& running, Exposition& out) {
    for (const auto& each : running.rules.store().current()->sets()) {
        out.sample({{"file", each->file}, {"version", each->version}, {"hash", each->hash}},
                   std::uint64_t{1});
    }
}

void transactions(const Running& running, Exposition& out) {
    for (const auto disposition : RecordCounts::all_dispositions) {
        for (const auto stage : RecordCounts::all_stages) {
            out.sample({{"verdict", std::string(to_text(disposition))},
                        {"stage", std::string(to_text(stage))}},
                       running.records.transactions(disposition, stage));
        }
    }
}

void counted(const LabelledCounts& counts, const std::vector<const char*>& names, Exposition& out) {
    for (const auto& [values, count] : counts.all()) {
        Labels labels;
        for (std::size_t place = 0; place < names.size(); ++place) {
            labels.emplace_back(names[place], values.at(place));
        }
        out.sample(labels, count);
    }
}

void lookups(const Running& running, Exposition& out) {
    // A table that is there for several uses counts as one.
    std::map<std::string, TableCounts> tables;
    for (const auto& table : running.rules.tables()) {
        const auto counts = table->counts();
        auto& sum = tables[table->name()];
        sum.found += counts.found;
        sum.missing += counts.missing;
        sum.errors += counts.errors;
        sum.cached += counts.cached;
        sum.stale += counts.stale;
    }
    for (const auto& [name, counts] : tables) {
        out.sample({{"table", name}, {"result", "found"}}, counts.found);
        out.sample({{"table", name}, {"result", "not_found"}}, counts.missing);
        out.sample({{"table", name}, {"result", "error"}}, counts.errors);
        out.sample({{"table", name}, {"result", "cached"}}, counts.cached);
        out.sample({{"table", name}, {"result", "stale"}}, counts.stale);
    }
}

void key_times(const Running& running, Exposition& out,
               std::optional<Instant> SigningKeySettings::*time) {
    for (const auto& key : running.rules.keys()) {
        if (key.*time) {
            out.sample({{"domain", key.domain}, {"selector", key.selector}},
                       seconds_of(*(key.*time)));
        }
    }
}

void reload_successful(const Running& running, Exposition& out) {
    const auto last = running.rules.last_reload();
    out.sample({}, std::uint64_t{!last || last->errors.empty() ? 1U : 0U});
}

// clang-format off
const std::vector<Metric>& metrics() {
    using R = const Running&;
    using E = Exposition&;
    static const std::vector<Metric> all{
        {"msa_milter_build_info", Type::gauge, "Version of the daemon.", build},
        {"msa_milter_policy_info", Type::gauge, "Rule files in force.", policy},
        {"msa_milter_connections_total", Type::counter, "SMTP sessions that the MTA has told of.", [](R r, E e) { e.sample({}, r.daemon.traffic.begun()); }},
        {"msa_milter_connections_active", Type::gauge, "SMTP sessions that are open.", [](R r, E e) { e.sample({}, r.daemon.traffic.open()); }},
        {"msa_milter_transactions_active", Type::gauge, "Transactions that are open.", [](R r, E e) { e.sample({}, std::uint64_t{r.daemon.open.count()}); }},
        {"msa_milter_transactions_total", Type::counter, "Transactions by how and where they ended.", transactions},
        {"msa_milter_rule_hits_total", Type::counter, "Findings of rules, by mode and by what the rule file says to do.", [](R r, E e) { counted(r.records.rule_hits(), {"rule", "mode", "verdict"}, e); }},
        {"msa_milter_modifications_total", Type::counter, "Edits that the MTA was asked for.", [](R r, E e) { counted(r.records.modifications(), {"op"}, e); }},
        {"msa_milter_identity_total", Type::counter, "Transactions by the proof of who submits.", [](R r, E e) { counted(r.records.identities(), {"source"}, e); }},
        {"msa_milter_dkim_signatures_total", Type::counter, "Signatures made, by domain and algorithm.", [](R r, E e) { counted(r.records.signatures(), {"domain", "algorithm"}, e); }},
        {"msa_milter_table_lookups_total", Type::counter, "What tables answered since they were opened.", lookups},
        {"msa_milter_audit_errors_total", Type::counter, "Records that could not be written.", [](R r, E e) { e.sample({}, r.records.failures()); }},
        {"msa_milter_audit_free_bytes", Type::gauge, "Space left beside the trail.", [](R r, E e) { if (const auto free = trail_space(r.settings.audit).free) { e.sample({}, *free); } }},
        {"msa_milter_config_last_reload_successful", Type::gauge, "1, or 0 where the last reload failed.", reload_successful},
        {"msa_milter_config_last_reload_success_timestamp_seconds", Type::gauge, "When the rules in force were read.", [](R r, E e) { e.sample({}, seconds_of(r.rules.in_force_since())); }},
        {"msa_milter_dkim_key_activation_timestamp_seconds", Type::gauge, "From when on a key signs, where the rules say it.", [](R r, E e) { key_times(r, e, &SigningKeySettings::activate); }},
        {"msa_milter_dkim_key_expiry_timestamp_seconds", Type::gauge, "When a key retires, where the rules say it.", [](R r, E e) { key_times(r, e, &SigningKeySettings::retire); }},
        {"process_start_time_seconds", Type::gauge, "When the daemon was started.", [](R r, E e) { e.sample({}, seconds_of(r.since)); }},
        {"process_cpu_seconds_total", Type::counter, "Processor time used.", [](R, E e) { e.sample({}, process_facts().processor_seconds); }},
        {"process_resident_memory_bytes", Type::gauge, "Memory in use.", [](R, E e) { e.sample({}, process_facts().resident_bytes); }},
        {"process_open_fds", Type::gauge, "Descriptors in use.", [](R, E e) { e.sample({}, process_facts().descriptors); }},
        {"process_max_fds", Type::gauge, "Descriptors that there may be.", [](R, E e) { e.sample({}, process_facts().most_descriptors); }},
    };
    return all;
}
// clang-format on

HttpAnswer all_metrics(const Running& running, std::string_view accept) {
    const auto format = accepted_format(accept);
    Exposition out(format);
    for (const auto& metric : metrics()) {
        out.family(metric.name, metric.type, metric.help);
        metric.samples(running, out);
    }
    return {.type = media_type(format), .text = out.finished()};
}

/// Why mail would be put off now; empty: it would not.
std::vector<std::string> obstacles(const Running& running) {
    std::vector<std::string> found;
    if (running.is_stopping) {
        found.emplace_back("the daemon is stopping");
    }
    const auto space = trail_space(running.settings.audit);
    if (!space.octets) {
        found.emplace_back("the trail's file is not there");
    } else if (space.free && *space.free < low_water) {
        found.emplace_back("the trail has less than 256 MiB left");
    }
    return found;
}

HttpAnswer readiness(const Running& running) {
    const auto found = obstacles(running);
    return {.status = found.empty() ? 200U : 503U,
            .text = found.empty() ? "ready\n" : join(found, "\n") + '\n'};
}

}  // namespace

HttpServer::Answer metrics_answer(const Running& running) {
    return [&running](std::string_view path, std::string_view accept) -> HttpAnswer {
        if (path == "/metrics") {
            return all_metrics(running, accept);
        }
        if (path == "/livez") {
            return {.text = "alive\n"};
        }
        if (path == "/readyz") {
            return readiness(running);
        }
        return {.status = 404, .text = "/metrics, /livez and /readyz are here\n"};
    };
}

}  // namespace msa
