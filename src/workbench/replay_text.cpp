// A replay for a terminal. Whatever a client said is printed as printable() has it.
#include "base/text.h"
#include "trail/trail_time.h"
#include "workbench/replay_report.h"

#include <algorithm>
#include <cstddef>

namespace msa {
namespace {

constexpr std::size_t longest_value = 200;
constexpr std::size_t most_named = 8;

std::string shown(std::string_view value) {
    return printable(value, longest_value);
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width), ' ');
    return text;
}

std::string time_text(std::int64_t time) {
    constexpr std::size_t seconds = 19;  // 2026-11-21T19:31:22
    return trail_time(time).substr(0, seconds) + 'Z';
}

/// `scanner3 288, hr-tool 11, 12 others 13`: the most frequent first.
std::string frequent(const std::map<std::string, std::uint64_t>& counts) {
    std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::string text;
    std::uint64_t others = 0;
    for (std::size_t place = 0; place < sorted.size(); ++place) {
        const auto& [name, count] = sorted[place];
        if (place >= most_named) {
            others += count;
            continue;
        }
        text += text.empty() ? "" : ", ";
        text += (name.empty() ? "nobody proved" : shown(name)) + ' ' + std::to_string(count);
    }
    if (others != 0) {
        text +=
            ", " + std::to_string(sorted.size() - most_named) + " others " + std::to_string(others);
    }
    return text;
}

std::string examples_text(const std::vector<ReplayExample>& examples) {
    std::string text;
    for (const auto& each : examples) {
        text += padded(text.empty() ? "    first" : "", 12) + time_text(each.time) + "  " +
                shown(each.transaction) + "  " + (each.login.empty() ? "-" : shown(each.login)) +
                (each.what.empty() ? "" : "  " + shown(each.what)) + '\n';
    }
    return text;
}

std::string count_text(const std::string& heading, const ReplayCount& count) {
    constexpr std::size_t width = 22;
    std::string text = padded(heading, width) + "  " + std::to_string(count.count) + '\n';
    text += count.rules.empty() ? "" : "    rules   " + frequent(count.rules) + '\n';
    text += "    logins  " + frequent(count.logins) + '\n';
    return text + examples_text(count.examples);
}

std::string with_blanks(ReplaySums::Transition transition) {
    return std::string(to_text(transition.first)) + " -> " +
           std::string(to_text(transition.second));
}

std::string doubts_text(const ReplaySums& sums) {
    std::string text;
    for (const auto& [why, count] : sums.doubts()) {
        text += "    " + std::to_string(count.count) + "  " + shown(why) + '\n';
        text += examples_text(count.examples);
    }
    return text;
}

std::string head_text(const ReplayReport& report) {
    const auto& sums = report.sums;
    std::string text = std::to_string(sums.all()) + " transactions";
    if (sums.all() != 0) {
        text += ", " + time_text(sums.first()) + " to " + time_text(sums.last());
    }
    text += '\n';
    for (const auto& hash : sums.rules_before()) {
        text += hash.empty() ? "" : "  judged under  " + shown(hash) + '\n';
    }
    for (std::size_t nth = 0; nth < report.files.size(); ++nth) {
        text +=
            "  and again by  " + shown(report.hashes[nth]) + "  " + shown(report.files[nth]) + '\n';
    }
    return text + '\n';
}

}  // namespace

std::string replay_text(const ReplayReport& report) {
    const auto& sums = report.sums;
    std::string text = head_text(report);
    for (const auto& [transition, count] : sums.transitions()) {
        text += count_text(with_blanks(transition), count);
    }
    for (const auto& [word, count] : sums.alike()) {
        text += count_text("other " + std::string(word), count);
    }
    text += "same " + std::to_string(sums.same()) + ", undecidable " +
            std::to_string(sums.undecidable()) + '\n' + doubts_text(sums);
    for (const auto& limit : report.exceeded) {
        text += "over the limit: " + shown(limit) + '\n';
    }
    return text;
}

}  // namespace msa
