// Parts of reports, see report_parts.h.
#include "inquiry/report_parts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

namespace msa {

namespace {

constexpr std::uint64_t step = 10;  // of a day in a chart, in units of its own

/// At least `value`, and easy to halve and to read: 1, 2, 4, 6, 10, 20, 40, 60, 100 ...
std::uint64_t round_top(std::uint64_t value) {
    for (std::uint64_t power = 1;; power *= 10) {
        for (const std::uint64_t digit : {1, 2, 4, 6}) {
            if (digit * power >= value && (digit != 1 || power != 1 || value <= 1)) {
                return digit * power;
            }
        }
    }
}

/// With a point whatever the locale.
std::string decimal(double value) {
    const auto hundredths = std::llround(value * 100);
    const auto rest = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + '.' + (rest.size() == 1 ? "0" : "") + rest;
}

Markup rectangle(std::string_view style, double x, double y, double width, double height) {
    return Markup() << "<rect class=\""_html << style << "\" x=\""_html << decimal(x)
                    << "\" y=\""_html << decimal(y) << "\" width=\""_html << decimal(width)
                    << "\" height=\""_html << decimal(height) << "\"/>"_html;
}

std::string_view style_of(std::string_view part) {
    for (const std::string_view known :
         {"accepted", "held", "rejected", "deferred", "aborted", "out_of_scope"}) {
        if (part == known) {
            return known;
        }
    }
    return "other";
}

std::uint64_t sum(const std::vector<std::uint64_t>& values) {
    return std::accumulate(values.begin(), values.end(), std::uint64_t{0});
}

Markup stack(const TimeStacks& stacks, std::size_t time, std::uint64_t top) {
    const auto& values = stacks.values[time];
    Markup bar;
    bar << "<g><title>"_html << stacks.times[time] << ": "_html << grouped(sum(values))
        << "</title>"_html;
    double y = 100;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] != 0) {
            const double height = 100.0 * static_cast<double>(values[i]) / static_cast<double>(top);
            y -= height;
            bar << rectangle(style_of(stacks.parts[i]), static_cast<double>(time * step) + 1,
                             std::max(y, 0.0), static_cast<double>(step) - 2, height);
        }
    }
    return bar << "</g>"_html;
}

/// The first, the last, and what is between them where there is room.
Markup time_labels(const std::vector<std::string>& times) {
    Markup labels;
    labels << "<div class=\"days\" aria-hidden=\"true\">"_html;
    const auto last = times.size() - 1;
    std::vector<std::size_t> places{0};
    if (last >= 4) {
        places.push_back(last / 2);
    }
    if (last != 0) {
        places.push_back(last);
    }
    for (const auto place : places) {
        labels << "<span>"_html << times[place] << "</span>"_html;
    }
    return labels << "</div>"_html;
}

Markup legend(const TimeStacks& stacks) {
    Markup list;
    list << "<ul class=\"legend\">"_html;
    for (const auto& part : stacks.parts) {
        list << "<li><svg viewBox=\"0 0 8 8\" aria-hidden=\"true\">"_html
             << rectangle(style_of(part), 0, 0, 8, 8) << "</svg>"_html << part << "</li>"_html;
    }
    return list << "</ul>"_html;
}

Markup stack_table(const TimeStacks& stacks) {
    std::vector<ReportColumn> columns{{stacks.unit, "t"}};
    for (const auto& part : stacks.parts) {
        columns.push_back({part, "n"});
    }
    std::vector<std::vector<Markup>> rows;
    for (std::size_t i = 0; i < stacks.times.size(); ++i) {
        std::vector<Markup> row{text(stacks.times[i])};
        for (const auto value : stacks.values[i]) {
            row.push_back(text(grouped(value)));
        }
        rows.push_back(std::move(row));
    }
    return Markup() << "<details><summary>The numbers as a table</summary>"_html
                    << report_table("Messages by " + stacks.unit + " and disposition", columns,
                                    rows)
                    << "</details>"_html;
}

}  // namespace

std::string grouped(std::uint64_t number) {
    auto digits = std::to_string(number);
    for (auto at = digits.size(); at > 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string share(std::uint64_t part, std::uint64_t all) {
    const auto tenths =
        all == 0 ? 0 : std::llround(1000.0 * static_cast<double>(part) / static_cast<double>(all));
    const bool is_tiny = tenths == 0 && part != 0;
    return (is_tiny ? "< 0.1" : std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10)) +
           " %";
}

Markup text(std::string_view value) {
    return Markup() << value;
}

Markup report_table(std::string_view caption, const std::vector<ReportColumn>& columns,
                    const std::vector<std::vector<Markup>>& rows) {
    Markup table;
    table << "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\""_html << caption
          << "\"><table class=\"cards\">"_html;
    table << "<caption>"_html << caption << "</caption><thead><tr>"_html;
    for (const auto& column : columns) {
        table << "<th scope=\"col\" class=\""_html << column.style << "\">"_html << column.heading
              << "</th>"_html;
    }
    table << "</tr></thead><tbody>"_html;
    for (const auto& row : rows) {
        table << "<tr>"_html;
        for (std::size_t i = 0; i < row.size(); ++i) {
            table << (i == 0 ? "<th scope=\"row\" class=\""_html : "<td class=\""_html)
                  << columns[i].style << "\" data-label=\""_html << columns[i].heading << "\">"_html
                  << row[i] << (i == 0 ? "</th>"_html : "</td>"_html);
        }
        table << "</tr>"_html;
    }
    return table << "</tbody></table></div>"_html;
}

Markup bar_table(std::string_view what, const std::vector<Counts::Line>& lines, std::uint64_t all) {
    std::uint64_t most = 1;
    for (const auto& line : lines) {
        most = std::max(most, line.count);
    }
    Markup table;
    table << "<table class=\"bars\"><thead><tr><th scope=\"col\" class=\"name\">"_html << what
          << "</th><th scope=\"col\"><span class=\"soft\">&#8203;</span></th>"
             "<th scope=\"col\" class=\"n\">messages</th>"
             "<th scope=\"col\" class=\"n share\">share</th></tr></thead><tbody>"_html;
    for (const auto& line : lines) {
        table << "<tr><th scope=\"row\">"_html;
        for (std::size_t i = 0; i < line.values.size(); ++i) {
            table << (i == 0 ? ""_html : "<br>"_html) << line.values[i];
        }
        const double width = 100.0 * static_cast<double>(line.count) / static_cast<double>(most);
        table << "</th><td class=\"bar\"><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" "
                 "aria-hidden=\"true\">"_html
              << rectangle("fill", 0, 0, std::max(width, 0.5), 8) << "</svg></td>"_html
              << "<td class=\"n\">"_html << grouped(line.count)
              << "</td><td class=\"n share\">"_html << share(line.count, all) << "</td></tr>"_html;
    }
    return table << "</tbody></table>"_html;
}

Markup stack_chart(const TimeStacks& stacks) {
    std::uint64_t most = 1;
    for (const auto& values : stacks.values) {
        most = std::max(most, sum(values));
    }
    const auto top = round_top(most);
    Markup chart;
    chart
        << "<div class=\"chart\"><div class=\"plot\"><div class=\"axis\" aria-hidden=\"true\">"_html
        << "<span>"_html << grouped(top) << "</span><span>"_html
        << (top == 1 ? std::string() : grouped(top / 2)) << "</span><span>0</span></div>"_html
        << "<svg role=\"img\" aria-label=\"Messages by "_html << stacks.unit
        << " and disposition; the numbers are in the table below\" viewBox=\"0 0 "_html
        << stacks.times.size() * step << " 100\" preserveAspectRatio=\"none\">"_html
        << "<path class=\"grid\" vector-effect=\"non-scaling-stroke\" d=\"M0 .3H"_html
        << stacks.times.size() * step << "M0 50H"_html << stacks.times.size() * step << "\"/>"_html;
    for (std::size_t i = 0; i < stacks.times.size(); ++i) {
        chart << stack(stacks, i, top);
    }
    return chart << "</svg>"_html << time_labels(stacks.times) << "</div>"_html << legend(stacks)
                 << "</div>"_html << stack_table(stacks);
}

Markup day_strip(std::string_view label, const std::vector<std::uint64_t>& values,
                 const std::vector<double>& alarms) {
    const auto most = std::max<std::uint64_t>(1, *std::max_element(values.begin(), values.end()));
    const double width = static_cast<double>(values.size() * step);
    Markup strip;
    strip << "<svg role=\"img\" aria-label=\""_html << label << "\" viewBox=\"0 0 "_html
          << values.size() * step << " 10\" preserveAspectRatio=\"none\">"_html;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] != 0) {
            const double strength =
                0.35 + 0.65 * static_cast<double>(values[i]) / static_cast<double>(most);
            strip << "<g opacity=\""_html << decimal(strength) << "\">"_html
                  << rectangle("fill", static_cast<double>(i * step), 0, static_cast<double>(step),
                               10)
                  << "</g>"_html;
        }
    }
    for (const double place : alarms) {
        const double thickness = width / 250;
        strip << rectangle("alarm", std::clamp(place, 0.0, 1.0) * (width - thickness), 0, thickness,
                           10);
    }
    return strip << "</svg>"_html;
}

Markup command(std::string_view says, const std::string& command_line) {
    return Markup() << "<p class=\"query\">"_html << says << "<code>"_html << command_line
                    << "</code></p>"_html;
}

}  // namespace msa
