// Everything that a report counts, in one go over the trail.
#pragma once

#include "inquiry/counts.h"
#include "inquiry/search.h"
#include "inquiry/trail_story.h"

#include <functional>
#include <string>
#include <vector>

namespace msa {

/// A count of the report, and how `audit query` counts the same.
struct ReportCount {
    std::string name;
    std::vector<std::string> keys;
    std::string filter;  // as the query spells it; empty: all messages
    Counts counts{};
};

struct ReportNumbers {
    TimeSpan span{};
    std::uint64_t messages = 0;
    std::vector<ReportCount> counts{};
    TrailStory story{0, 0};
    DamagedLines damaged{};

    [[nodiscard]] const ReportCount& count(std::string_view name) const;
};

/// How long a span may be for its days to be shown one by one; beyond that, months are.
inline constexpr int most_days = 400;

/// Error: a file cannot be read.
[[nodiscard]] Result<ReportNumbers> report_numbers(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace msa
