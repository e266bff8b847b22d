// Counts the limits of other rules from a trail: each transaction is judged as far as MAIL, by the
// clock of its record.
#pragma once

#include "trail/record_files.h"
#include "workbench/rate_history.h"
#include "workbench/replay_workers.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace msa {

/// Of what was recorded before `end`, see trail_time.h. Error: a file cannot be read.
[[nodiscard]] Result<CountedRates> count_limits(
    const std::vector<TrailFile>& files, std::int64_t end, ReplayWorkers& workers,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
