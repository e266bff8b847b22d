// The page around the sections, see report_page.h.
#include "inquiry/report_page.h"

#include "base/text.h"
#include "inquiry/report_parts.h"
#include "inquiry/report_sections.h"
#include "inquiry/report_style.h"
#include "trail/trail_time.h"

#include <algorithm>
#include <chrono>

namespace msa {

namespace {

std::uint64_t total(const ReportCount& count) {
    std::uint64_t all = 0;
    for (const auto& line : count.counts.by_count()) {
        all += line.count;
    }
    return all;
}

std::uint64_t count_of(const ReportCount& count, std::string_view value) {
    std::uint64_t all = 0;
    for (const auto& line : count.counts.by_count()) {
        all += line.values.front() == value ? line.count : 0;
    }
    return all;
}

void add_tile(Markup& tiles, std::string_view name, const std::string& value) {
    tiles << "<div><dt>"_html << name << "</dt><dd>"_html << value << "</dd></div>"_html;
}

Markup tiles(const ReportInput& input) {
    const auto& numbers = input.numbers;
    const auto& dispositions = numbers.count("dispositions");
    std::uint64_t unclean = 0;
    for (const auto& [name, host] : numbers.story.hosts()) {
        unclean += host.unclean_starts.size();
    }
    Markup tiles;
    tiles << "<dl class=\"tiles\">"_html;
    add_tile(tiles, "messages", grouped(numbers.messages));
    add_tile(
        tiles, "accepted",
        share(count_of(dispositions, "accepted"), std::max<std::uint64_t>(1, numbers.messages)));
    add_tile(tiles, "refused", grouped(count_of(dispositions, "rejected")));
    add_tile(tiles, "left unsigned", grouped(total(numbers.count("unsigned"))));
    add_tile(tiles, "gaps in the trail", grouped(numbers.story.lost().size()));
    add_tile(tiles, "unclean stops", grouped(unclean));
    return tiles << "</dl>"_html;
}

Markup contents() {
    return R"(<nav aria-label="Contents"><ul><li><a href="#verification">Verification</a></li>
<li><a href="#coverage">Coverage</a></li><li><a href="#dispositions">Messages</a></li>
<li><a href="#rules">Rules</a></li><li><a href="#sources">Identity and TLS</a></li>
<li><a href="#unsigned">Unsigned</a></li>
<li><a href="#privileges">Delegations and exceptions</a></li>
<li><a href="#changes">Rule changes</a></li><li><a href="#refused">Refused logins</a></li></ul></nav>
)"_html;
}

Markup header(const ReportInput& input) {
    std::vector<std::string> hosts;
    for (const auto& line : input.numbers.count("hosts").counts.by_value()) {
        if (hosts.empty() || hosts.back() != line.values[0]) {
            hosts.push_back(line.values[0]);
        }
    }
    return Markup()
           << "<header><p class=\"soft\">msa-milter audit report</p><h1>Mail submission, <span class=\"t\">"_html
           << input.from << "</span> to <span class=\"t\">"_html << input.to
           << "</span></h1><p class=\"soft\">"_html
           << (hosts.empty() ? "no messages" : join(hosts, ", ")) << ". Days are UTC, the "
           << "last one included. Written " << input.written << ".</p>"_html << tiles(input)
           << contents() << "</header>"_html;
}

Markup damage(const ReportInput& input) {
    const auto count = input.numbers.damaged.count;
    if (count == 0) {
        return {};
    }
    return Markup() << "<p class=\"verdict no\"><b>"_html << grouped(count)
                    << (count == 1 ? " line is not a record" : " lines are not records")
                    << "</b>What they said is in none of these numbers; the verification names "
                       "them.</p>"_html;
}

}  // namespace

std::string report_page(const ReportInput& input) {
    Markup page;
    page << R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>)"_html
         << "Mail submission audit, " << input.from << " to " << input.to
         << "</title>\n<style>"_html << report_css() << "</style></head>\n<body><main>\n"_html
         << header(input) << damage(input) << report::verification(input) << report::coverage(input)
         << report::dispositions(input) << report::rules(input) << report::sources_and_tls(input)
         << report::unsigned_messages(input) << report::privileges(input)
         << report::rule_changes(input) << report::refused_logins(input)
         << "<footer><p>The command below each number counts it again from the trail. The report "
            "shows what the trail says; the first section says whether that is what was "
            "written.</p></footer>\n</main></body></html>\n"_html;
    return page.html();
}

}  // namespace msa
