// Replays the transactions of a trail's files, by several threads.
#pragma once

#include "trail/record_files.h"
#include "workbench/replay_sums.h"
#include "workbench/replayer.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace msa {

struct ReplayScope {
    std::int64_t begin = std::numeric_limits<std::int64_t>::min();  // see trail_time.h
    std::int64_t end = std::numeric_limits<std::int64_t>::max();    // not included
    std::size_t most_examples = 5;
};

struct ReplayedTrail {
    ReplaySums sums{};
    std::uint64_t damaged = 0;  // lines that are no records
};

/// `load` and `others` as in Replayer, `load` called once a thread, `others` by all. Error: a file
/// cannot be read.
[[nodiscard]] Result<ReplayedTrail> replay_trail(
    const std::vector<TrailFile>& files, const ReplayScope& scope, const Replayer::Load& load,
    const Replayer::Others& others,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

/// The last transaction with that session, transaction or queue id. Error: a file cannot be read,
/// or there is none, or nothing of it can be judged again.
[[nodiscard]] Result<RecordedMail> find_recorded(
    const std::vector<TrailFile>& files, std::string_view id,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
