// What is told of each metric: see metrics_list.cpp. No label comes from a client's mouth.
#pragma once

#include "commands/running.h"
#include "metrics/exposition.h"
#include "metrics/labelled_counts.h"

#include <chrono>
#include <optional>
#include <vector>

namespace msa::samples {

using Instant = std::chrono::system_clock::time_point;

inline constexpr double per_second = 1e9;  // nanoseconds

[[nodiscard]] double seconds_of(Instant instant);

/// `names`: of the labels, in the order of their values.
void counted(const LabelledCounts& counts, const std::vector<const char*>& names, Exposition& out);
/// `time`: one of a key's, where the rules say it.
void key_times(const Running& running, Exposition& out,
               std::optional<Instant> SigningKeySettings::*time);

void build(const Running& running, Exposition& out);
void policy(const Running& running, Exposition& out);
void candidate(const Running& running, Exposition& out);
void sessions(const Running& running, Exposition& out);
void transactions(const Running& running, Exposition& out);
void lookups(const Running& running, Exposition& out);
void lookup_times(const Running& running, Exposition& out);
void stage_times(const Running& running, Exposition& out);
void signing(const Running& running, Exposition& out);
void spf_results(const Running& running, Exposition& out);
void spf_times(const Running& running, Exposition& out);
void shared_limits(const Running& running, Exposition& out);
void limit_decisions(const Running& running, Exposition& out);
void suspensions_age(const Running& running, Exposition& out);
void limit_errors(const Running& running, Exposition& out);
void checkpoint_time(const Running& running, Exposition& out);
void keys_in_dns(const Running& running, Exposition& out);
void key_states(const Running& running, Exposition& out);
void keys_seen_at(const Running& running, Exposition& out);
void failing_tables(const Running& running, Exposition& out);
void reload_successful(const Running& running, Exposition& out);

}  // namespace msa::samples
