// Counts the limits of other rules from a trail, by the clocks of its records.
#pragma once

#include "trail/record_files.h"
#include "workbench/limit_history.h"
#include "workbench/rate_history.h"
#include "workbench/replay_workers.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace msa {

/// What message_rate says, of what was recorded before `end`, see trail_time.h: each transaction is
/// judged as far as MAIL. Error: a file cannot be read.
[[nodiscard]] Result<CountedRates> count_rates(
    const std::vector<TrailFile>& files, std::int64_t end, ReplayWorkers& workers,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

/// What [[limit]]s say of which the trail does not tell; each transaction is judged whole. Rates
/// answer as `rates` says, where it is not null. Errors as above.
[[nodiscard]] Result<CountedLimits> count_limits(
    const std::vector<TrailFile>& files, std::int64_t end, ReplayWorkers& workers,
    const CountedRates* rates,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
