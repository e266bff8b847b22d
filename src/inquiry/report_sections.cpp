// Sections about messages, see report_sections.h.
#include "inquiry/report_sections.h"

#include "base/shell_words.h"
#include "base/text.h"
#include "inquiry/report_parts.h"
#include "trail/trail_time.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace msa::report {

namespace {

constexpr std::size_t most_bars = 40;
constexpr std::size_t most_logins = 10;
constexpr std::int64_t day_microseconds = 86'400'000'000;

Markup nothing(std::string_view what) {
    return Markup() << "<p class=\"soft\">"_html << what << "</p>"_html;
}

/// Bars of a count, and the query that counts the same.
Markup bars(const ReportInput& input, std::string_view name, std::string_view what,
            std::size_t most = most_bars) {
    const auto& count = input.numbers.count(name);
    auto lines = count.counts.by_count();
    if (lines.empty()) {
        return nothing("None.") << command("Counted again by", query_of(input, count));
    }
    const bool is_cut = lines.size() > most;
    lines.resize(std::min(lines.size(), most));
    Markup content = bar_table(what, lines, input.numbers.messages);
    return content << command(
               "Counted again by",
               query_of(input, count, is_cut ? "--top " + std::to_string(most) : std::string()));
}

}  // namespace

std::string query(const ReportInput& input, const std::string& options) {
    return "msa-milter audit query --since " + input.from + " --until " + input.to + ' ' + options +
           (input.trail.empty() ? "" : ' ' + shell_words(input.trail));
}

std::string query_of(const ReportInput& input, const ReportCount& count, const std::string& more) {
    return query(input, count.filter + (count.filter.empty() ? "" : " ") + "--count-by " +
                            join(count.keys, ",") + (more.empty() ? "" : ' ' + more));
}

Markup section(const char* id, std::string_view heading, const Markup& content) {
    return Markup() << "<section aria-labelledby=\""_html << id << "\"><h2 id=\""_html << id
                    << "\">"_html << heading << "</h2>"_html << content << "</section>\n"_html;
}

std::vector<std::string> times_of(const ReportInput& input) {
    const bool is_by_day = input.numbers.count("time").keys.front() == "day";
    const std::size_t octets = is_by_day ? 10 : 7;
    std::vector<std::string> times;
    const auto& span = input.numbers.span;
    for (auto time = span.begin; time < span.end; time += day_microseconds) {
        auto text = trail_time(time).substr(0, octets);
        if (times.empty() || times.back() != text) {
            times.push_back(std::move(text));
        }
    }
    return times;
}

Markup dispositions(const ReportInput& input) {
    const auto& count = input.numbers.count("time");
    TimeStacks stacks;
    stacks.unit = count.keys.front();
    stacks.times = times_of(input);
    std::map<std::pair<std::string, std::string>, std::uint64_t> found;
    std::set<std::string> parts;
    for (const auto& line : count.counts.by_value()) {
        found[{line.values[0], line.values[1]}] = line.count;
        parts.insert(line.values[1]);
    }
    for (const char* known :
         {"accepted", "held", "rejected", "deferred", "aborted", "out_of_scope"}) {
        if (parts.erase(known) != 0) {
            stacks.parts.emplace_back(known);
        }
    }
    stacks.parts.insert(stacks.parts.end(), parts.begin(), parts.end());
    for (const auto& time : stacks.times) {
        std::vector<std::uint64_t> values;
        for (const auto& part : stacks.parts) {
            const auto at = found.find({time, part});
            values.push_back(at == found.end() ? 0 : at->second);
        }
        stacks.values.push_back(std::move(values));
    }
    const auto chart =
        stacks.parts.empty() ? nothing("No message came in this time.") : stack_chart(stacks);
    return section("dispositions", "What became of messages",
                   Markup() << "<p class=\"soft\">By the end of each transaction.</p>"_html << chart
                            << command("Counted again by", query_of(input, count)));
}

Markup rules(const ReportInput& input) {
    std::set<std::string> met;
    for (const auto& line : input.numbers.count("rules").counts.by_value()) {
        met.insert(line.values[0]);
    }
    Markup idle;
    std::size_t count = 0;
    for (const auto& rule : input.rules) {
        if (met.count(rule) == 0) {
            idle << "<li>"_html << rule << "</li>"_html;
            ++count;
        }
    }
    Markup content;
    content
        << "<p class=\"soft\">Messages in which a rule found something, whatever came of it.</p>"_html
        << bars(input, "rules", "rule") << "<h3>Rules that found nothing</h3>"_html;
    if (count == 0) {
        content << nothing("None: each found something.");
    } else {
        content << "<details><summary>"_html << count << " of "_html << input.rules.size()
                << " rules</summary><ul class=\"words\">"_html << idle << "</ul></details>"_html;
    }
    return section("rules", "Rules",
                   content << command("Listed again by", query(input, "--idle-rules")));
}

Markup sources_and_tls(const ReportInput& input) {
    return Markup() << "<div class=\"pair\">"_html
                    << section("sources", "Proofs of identity", bars(input, "sources", "source"))
                    << section("tls", "Encryption", bars(input, "tls", "TLS version"))
                    << "</div>\n"_html;
}

Markup unsigned_messages(const ReportInput& input) {
    return section(
        "unsigned", "Left without a signature",
        Markup()
            << "<p class=\"soft\">Messages that went on and have no DKIM signature, by reason.</p>"_html
            << bars(input, "unsigned", "reason"));
}

Markup refused_logins(const ReportInput& input) {
    return section(
        "refused", "Most refused logins",
        Markup() << "<p class=\"soft\">Logins of which a message or a recipient was refused or put "
                    "off.</p>"_html
                 << bars(input, "refused_logins", "login", most_logins));
}

}  // namespace msa::report
