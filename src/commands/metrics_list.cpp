// The list of metrics: to add one, a line here. No label comes from a client's mouth.
#include "commands/metrics_list.h"

#include "commands/metrics_samples.h"
#include "commands/warnings.h"
#include "metrics/exposition.h"
#include "metrics/process_facts.h"
#include "milter/worker_threads.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {
namespace {

using namespace samples;
using Type = Exposition::Type;

struct Metric {
    const char* name;
    Type type;
    const char* labels;
    const char* help;
    void (*samples)(const Running& running, Exposition& out);
};

const std::vector<Metric>& metrics() {
    using R = const Running&;
    using E = Exposition&;
    // clang-format off
    static const std::vector<Metric> all{
        {"msa_milter_build_info", Type::gauge, "version", "Version of the daemon.", build},
        {"msa_milter_policy_info", Type::gauge, "file, version, hash", "Rule files in force.", policy},
        {"msa_milter_candidate_info", Type::gauge, "file, version, hash", "Rule files that judge beside those in force.", candidate},
        {"msa_milter_candidate_errors", Type::gauge, "", "Errors that keep the candidate from loading.", [](R r, E e) { e.sample({}, std::uint64_t{r.rules.candidate().errors.size()}); }},
        {"msa_milter_candidate_differences_total", Type::counter, "verdict, candidate, rule", "Transactions that the candidate would have judged differently.", [](R r, E e) { counted(r.records.candidate_differences(), {"verdict", "candidate", "rule"}, e); }},
        {"msa_milter_candidate_trouble_total", Type::counter, "", "Those of them for which it could not tell.", [](R r, E e) { e.sample({}, r.records.candidate_troubles()); }},
        {"msa_milter_connections_total", Type::counter, "listener", "SMTP sessions that the MTA announced, by listener.", sessions},
        {"msa_milter_connections_active", Type::gauge, "", "SMTP sessions that are open.", [](R r, E e) { e.sample({}, r.daemon.traffic.open()); }},
        {"msa_milter_transactions_active", Type::gauge, "", "Transactions that are open.", [](R r, E e) { e.sample({}, std::uint64_t{r.daemon.open.count()}); }},
        {"msa_milter_transactions_total", Type::counter, "verdict, stage", "Transactions by how and where they ended.", transactions},
        {"msa_milter_stage_duration_seconds", Type::histogram, "stage", "How long the MTA waited for the answer, by stage; with the record if the transaction ended there.", stage_times},
        {"msa_milter_message_size_bytes", Type::histogram, "", "Bodies of messages that left, as received.", [](R r, E e) { e.sample({}, r.records.sizes().reading(), 1); }},
        {"msa_milter_rule_hits_total", Type::counter, "rule, mode, verdict", "Findings of rules, by mode and by the action in the rule file.", [](R r, E e) { counted(r.records.rule_hits(), {"rule", "mode", "verdict"}, e); }},
        {"msa_milter_modifications_total", Type::counter, "op", "Edits that the MTA was asked for.", [](R r, E e) { counted(r.records.modifications(), {"op"}, e); }},
        {"msa_milter_identity_total", Type::counter, "source", "Transactions by the proof of identity.", [](R r, E e) { counted(r.records.identities(), {"source"}, e); }},
        {"msa_milter_dkim_signatures_total", Type::counter, "domain, algorithm", "Signatures made, by domain and algorithm.", [](R r, E e) { counted(r.records.signatures(), {"domain", "algorithm"}, e); }},
        {"msa_milter_dkim_unsigned_total", Type::counter, "reason", "Messages without a signature: signing failed, or the rules do not sign them.", [](R r, E e) { counted(r.records.unsigned_messages(), {"reason"}, e); }},
        {"msa_milter_dkim_samples_total", Type::counter, "result", "Samples of signed messages, by what libopendkim said of them (verify_sample).", [](R r, E e) { counted(r.samples.results(), {"result"}, e); }},
        {"msa_milter_dkim_sign_duration_seconds", Type::histogram, "algorithm", "How long a signature took, without the hash of the body, by algorithm.", signing},
        {"msa_milter_spf_results_total", Type::counter, "result", "SPF results of senders, if rules ask.", spf_results},
        {"msa_milter_spf_check_duration_seconds", Type::histogram, "", "How long SPF took, with its DNS.", spf_times},
        {"msa_milter_table_lookups_total", Type::counter, "table, result", "What tables answered since they were opened.", lookups},
        {"msa_milter_table_lookup_duration_seconds", Type::histogram, "table", "How long tables took to answer; answers from the cache do not count.", lookup_times},
        {"msa_milter_table_up", Type::gauge, "table", "1, or 0 if the table could not tell when it was last asked.", failing_tables},
        {"msa_milter_held_acts_total", Type::counter, "event", "What was asked for held messages: release, delete, refused, failed.", [](R r, E e) { counted(r.held, {"event"}, e); }},
        {"msa_milter_limit_decisions_total", Type::counter, "limit, decision", "Decisions of limits, by the id of a [[limit]], or what a message_rate allows: admitted, refused, cannot_tell.", limit_decisions},
        {"msa_milter_limit_store_calls_total", Type::counter, "result", "Calls of the store of limits that hosts share: answered, or not.", shared_limits},
        {"msa_milter_suspended_logins", Type::gauge, "", "Logins that are suspended.", [](R r, E e) { e.sample({}, std::uint64_t{r.limits.suspensions().all().size()}); }},
        {"msa_milter_suspended_logins_age_seconds", Type::gauge, "", "How long ago hosts that share them agreed on them, or this one was started; 0 where none are shared.", suspensions_age},
        {"msa_milter_limit_backend_errors_total", Type::counter, "", "Limits that could not tell.", limit_errors},
        {"msa_milter_audit_records_total", Type::counter, "action", "Records of transactions that were written, by disposition.", [](R r, E e) { counted(r.records.written(), {"action"}, e); }},
        {"msa_milter_audit_write_duration_seconds", Type::histogram, "", "How long a record took to be durable.", [](R r, E e) { e.sample({}, r.records.write_times().reading(), per_second); }},
        {"msa_milter_audit_sequence", Type::gauge, "", "Records in the tree of the trail, control records included.", [](R r, E e) { e.sample({}, r.trail.standing().records); }},
        {"msa_milter_audit_last_checkpoint_timestamp_seconds", Type::gauge, "", "When the last checkpoint was made.", checkpoint_time},
        {"msa_milter_audit_errors_total", Type::counter, "", "Records that could not be written.", [](R r, E e) { e.sample({}, r.records.failures()); }},
        {"msa_milter_audit_free_bytes", Type::gauge, "", "Space left beside the trail.", [](R r, E e) { if (const auto free = trail_space(r.settings.audit).free) { e.sample({}, *free); } }},
        {"msa_milter_config_last_reload_successful", Type::gauge, "", "1, or 0 if the last reload failed.", reload_successful},
        {"msa_milter_config_last_reload_success_timestamp_seconds", Type::gauge, "", "When the rules in force were read.", [](R r, E e) { e.sample({}, seconds_of(r.rules.in_force_since())); }},
        {"msa_milter_dkim_key_activation_timestamp_seconds", Type::gauge, "domain, selector", "When a key begins to sign, if the rules say so.", [](R r, E e) { key_times(r, e, &SigningKeySettings::activate); }},
        {"msa_milter_dkim_key_expiry_timestamp_seconds", Type::gauge, "domain, selector", "When a key retires, if the rules say so.", [](R r, E e) { key_times(r, e, &SigningKeySettings::retire); }},
        {"msa_milter_dkim_key_dns_ok", Type::gauge, "domain, selector", "1 if DNS publishes what verifies the key's signatures, else 0.", keys_in_dns},
        {"msa_milter_dkim_key_state", Type::gauge, "domain, selector, state", "1 for the state of a key in a folder: generated, published, active, retired, revoked.", key_states},
        {"msa_milter_dkim_key_changes_total", Type::counter, "state", "Changes of state of keys in folders.", [](R r, E e) { counted(r.rotation.changes(), {"state"}, e); }},
        {"msa_milter_dkim_key_troubles", Type::gauge, "", "What the last look at keys in folders could not ask, publish or write.", [](R r, E e) { e.sample({}, std::uint64_t{r.rotation.last().troubles.size()}); }},
        {"msa_milter_dkim_key_dns_seen_timestamp_seconds", Type::gauge, "domain, selector", "When DNS last answered about a key.", keys_seen_at},
        {"msa_milter_worker_threads", Type::gauge, "", "Threads that serve sessions.", [](R, E e) { e.sample({}, worker_threads().there); }},
        {"msa_milter_worker_threads_busy", Type::gauge, "", "Those of them that are busy.", [](R, E e) { e.sample({}, worker_threads().busy); }},
        {"process_start_time_seconds", Type::gauge, "", "When the daemon was started.", [](R r, E e) { e.sample({}, seconds_of(r.since)); }},
        {"process_cpu_seconds_total", Type::counter, "", "Processor time used.", [](R, E e) { e.sample({}, process_facts().processor_seconds); }},
        {"process_resident_memory_bytes", Type::gauge, "", "Memory in use.", [](R, E e) { e.sample({}, process_facts().resident_bytes); }},
        {"process_open_fds", Type::gauge, "", "Descriptors in use.", [](R, E e) { e.sample({}, process_facts().descriptors); }},
        {"process_max_fds", Type::gauge, "", "Limit of descriptors.", [](R, E e) { e.sample({}, process_facts().most_descriptors); }},
    };
    // clang-format on
    return all;
}

/// As troff has it.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '-' ? "\\-" : std::string(1, c);
    }
    return result;
}

}  // namespace

HttpAnswer all_metrics(const Running& running, std::string_view accept) {
    const auto format = accepted_format(accept);
    Exposition out(format);
    for (const auto& metric : metrics()) {
        out.family(metric.name, metric.type, metric.help);
        metric.samples(running, out);
    }
    return {.type = media_type(format), .text = out.finished()};
}

std::string metrics_man() {
    std::string text;
    for (const auto& metric : metrics()) {
        const std::string_view labels = metric.labels;
        text += ".TP\n.BR " + std::string(metric.name) + " \" (" + to_text(metric.type) +
                (labels.empty() ? "" : "; " + std::string(labels)) + ")\"\n" +
                escaped(metric.help) + '\n';
    }
    return text;
}

}  // namespace msa
