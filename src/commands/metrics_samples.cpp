#include "commands/metrics_samples.h"

#include "dkim/signing_times.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>

namespace msa::samples {

namespace {

using Labels = Exposition::Labels;

}  // namespace

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

void candidate(const Running& running, Exposition& out) {
    const auto& candidate = running.rules.store().current()->candidate();
    if (candidate) {
        for (const auto& each : candidate->sets()) {
            out.sample({{"file", each->file}, {"version", each->version}, {"hash", each->hash}},
                       std::uint64_t{1});
        }
    }
}

void sessions(const Running& running, Exposition& out) {
    for (const auto& [listener, count] : running.daemon.traffic.begun_by_listener()) {
        out.sample({{"listener", listener}}, count);
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

void lookup_times(const Running& running, Exposition& out) {
    std::map<std::string, Histogram::Reading> tables;
    for (const auto& table : running.rules.tables()) {
        const auto times = table->times().reading();
        const auto [known, is_new] = tables.emplace(table->name(), times);
        if (!is_new) {
            known->second += times;
        }
    }
    for (const auto& [name, times] : tables) {
        out.sample({{"table", name}}, times, per_second);
    }
}

void stage_times(const Running& running, Exposition& out) {
    for (const auto stage : RecordCounts::all_stages) {
        out.sample({{"stage", std::string(to_text(stage))}},
                   running.daemon.times.of(stage).reading(), per_second);
    }
}

void signing(const Running& /*running*/, Exposition& out) {
    for (const auto algorithm : {KeyAlgorithm::rsa_sha256, KeyAlgorithm::ed25519_sha256}) {
        out.sample({{"algorithm", std::string(to_text(algorithm))}},
                   signing_times(algorithm).reading(), per_second);
    }
}

void spf_results(const Running& running, Exposition& out) {
    if (running.names.measured_policy) {
        counted(running.names.measured_policy->results(), {"result"}, out);
    }
}

void spf_times(const Running& running, Exposition& out) {
    if (running.names.measured_policy) {
        out.sample({}, running.names.measured_policy->times().reading(), per_second);
    }
}

void shared_limits(const Running& running, Exposition& out) {
    if (const auto* shared = running.limits.shared()) {
        const auto counts = shared->counts();
        out.sample({{"result", "answered"}}, counts.answered);
        out.sample({{"result", "unanswered"}}, counts.unanswered);
    }
}

void limit_decisions(const Running& running, Exposition& out) {
    counted(running.limits.rates().decisions(), {"limit", "decision"}, out);
    counted(running.limits.measured_store().decisions(), {"limit", "decision"}, out);
}

void suspensions_age(const Running& running, Exposition& out) {
    const auto* shared = running.limits.shared_suspensions();
    const auto since_start = std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::system_clock::now() - running.since);
    const auto age =
        shared == nullptr ? std::chrono::seconds(0) : shared->age().value_or(since_start);
    out.sample({}, static_cast<std::uint64_t>(std::max<std::int64_t>(age.count(), 0)));
}

void limit_errors(const Running& running, Exposition& out) {
    std::uint64_t errors = 0;
    for (const auto* decisions :
         {&running.limits.rates().decisions(), &running.limits.measured_store().decisions()}) {
        for (const auto& [labels, count] : decisions->all()) {
            errors += labels.at(1) == "cannot_tell" ? count : 0;
        }
    }
    out.sample({}, errors);
}

void checkpoint_time(const Running& running, Exposition& out) {
    if (const auto at = running.trail.standing().checkpoint_at; at != Instant()) {
        out.sample({}, seconds_of(at));
    }
}

/// What DNS has never told of is not there.
void keys_in_dns(const Running& running, Exposition& out) {
    for (const auto& key : running.rules.keys()) {
        const auto seen = running.keys.sight(key);
        if (seen && seen->fits) {
            out.sample({{"domain", key.domain}, {"selector", key.selector}},
                       std::uint64_t{*seen->fits ? 1U : 0U});
        }
    }
}

void keys_seen_at(const Running& running, Exposition& out) {
    for (const auto& key : running.rules.keys()) {
        const auto seen = running.keys.sight(key);
        if (seen && seen->fits) {
            out.sample({{"domain", key.domain}, {"selector", key.selector}}, seconds_of(seen->at));
        }
    }
}

void key_states(const Running& running, Exposition& out) {
    for (const auto& key : running.rotation.last().keys) {
        out.sample({{"domain", key.domain},
                    {"selector", key.selector},
                    {"state", to_text(key.life.state)}},
                   std::uint64_t{1});
    }
}

void failing_tables(const Running& running, Exposition& out) {
    std::map<std::string, bool> tables;
    for (const auto& table : running.rules.tables()) {
        tables[table->name()] |= table->is_failing();
    }
    for (const auto& [name, is_failing] : tables) {
        out.sample({{"table", name}}, std::uint64_t{is_failing ? 0U : 1U});
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

}  // namespace msa::samples
