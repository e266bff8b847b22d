// What the pages of a report are made of: tables, bars, stacks over time, commands.
#pragma once

#include "inquiry/counts.h"
#include "inquiry/markup.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ReportColumn {
    std::string_view heading;
    std::string_view style;  // n: numbers, t: never broken, long: broken anywhere
};

/// With digits in groups of three.
[[nodiscard]] std::string grouped(std::uint64_t number);
/// `12.3 %`.
[[nodiscard]] std::string share(std::uint64_t part, std::uint64_t all);

/// Rows of cells.
[[nodiscard]] Markup report_table(std::string_view caption,
                                  const std::vector<ReportColumn>& columns,
                                  const std::vector<std::vector<Markup>>& rows);
/// A table that is its own chart: each value with a bar, its count, and its share of `all`.
[[nodiscard]] Markup bar_table(std::string_view what, const std::vector<Counts::Line>& lines,
                               std::uint64_t all);

/// Counts of days or months, one behind another, by disposition.
struct TimeStacks {
    std::string unit;                                // day or month
    std::vector<std::string> times;                  // all of them, those without anything, too
    std::vector<std::string> parts;                  // from the bottom to the top
    std::vector<std::vector<std::uint64_t>> values;  // by time, then by part
};
/// Chart, legend, and the numbers in a table.
[[nodiscard]] Markup stack_chart(const TimeStacks& stacks);

/// A strip of days, darker where there is more; `alarms` by their places in it, 0 to 1.
[[nodiscard]] Markup day_strip(std::string_view label, const std::vector<std::uint64_t>& values,
                               const std::vector<double>& alarms);

[[nodiscard]] Markup command(std::string_view says, const std::string& command_line);
[[nodiscard]] Markup text(std::string_view value);

}  // namespace msa
