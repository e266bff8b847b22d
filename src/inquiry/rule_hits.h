// What the records of a trail say of rules: how many messages each had something to say to, and
// when that was last.
#pragma once

#include "inquiry/search.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace msa {

struct Hits {
    std::uint64_t count = 0;  // transactions
    std::int64_t last = 0;    // see trail_time.h
};

using HitsByName = std::map<std::string, Hits, std::less<>>;

struct TrailHits {
    HitsByName rules;        // that found something, whatever became of it
    HitsByName exceptions;   // that changed what became of a finding
    HitsByName delegations;  // that gave a right
    DamagedLines damaged{};
};

/// Error: a file cannot be read.
[[nodiscard]] Result<TrailHits> trail_hits(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
