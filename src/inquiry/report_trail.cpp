// Sections about the trail itself and what was in force, see report_sections.h.
#include "base/shell_words.h"
#include "inquiry/report_parts.h"
#include "inquiry/report_sections.h"
#include "trail/trail_time.h"
#include "trail/verification_words.h"

#include <algorithm>
#include <map>

namespace msa::report {

namespace {

using Rows = std::vector<std::vector<Markup>>;
constexpr std::int64_t about_to_end = std::int64_t{30} * 86'400'000'000;

/// `2026-11-21 19:31:22`
std::string moment(const std::string& time) {
    auto text = time.substr(0, 19);
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}
std::string moment(std::int64_t time) {
    return moment(trail_time(time));
}

Markup mark(const char* style, std::string_view words) {
    return Markup() << "<span class=\"mark "_html << style << "\">"_html << words << "</span>"_html;
}

Markup verdict(const char* style, std::string_view name, const std::string& words) {
    return Markup() << "<div class=\"verdict "_html << style << "\"><b>"_html << name << "</b>"_html
                    << words << "</div>"_html;
}

/// A hash or root: its beginning is enough to compare by eye, the whole to compare by machine.
Markup digest(const std::string& hash) {
    return Markup() << "<code>"_html << hash << "</code>"_html;
}

Markup trees(const VerificationReport& report) {
    Rows rows;
    for (const auto& tree : report.trees) {
        rows.push_back({text(tree.origin), text(grouped(tree.read)), text(moment(tree.first_time)),
                        text(moment(tree.last_time)), text(grouped(tree.covered)),
                        digest(tree.root)});
    }
    return report_table("Trees, and the last checkpoint of each that holds",
                        {{"tree", "long"},
                         {"records", "n"},
                         {"from", "t"},
                         {"to", "t"},
                         {"covered", "n"},
                         {"root", "long"}},
                        rows);
}

Markup observations(const VerificationReport& report) {
    Rows rows;
    for (const auto& each : in_order(report)) {
        const bool is_bad = concern_of(each.verdict) != Concern::none;
        rows.push_back({text(report.where(each.place)),
                        mark(is_bad ? "bad" : "", to_text(each.verdict)), text(each.what)});
    }
    if (rows.empty()) {
        return {};
    }
    return report_table("What the verification saw (of each kind the first 25)",
                        {{"file and line", "long"}, {"what", "t"}, {"in words", ""}}, rows);
}

std::string anchors(const ReportInput& input) {
    const auto count = std::count(input.proof.begin(), input.proof.end(), "--anchor");
    return count == 0 ? "No checkpoint that was kept on another host was given: whoever is root on "
                        "the host of the trail could have replaced it as a whole."
                      : std::to_string(count) +
                            " file(s) of checkpoints that were kept on another host were given: "
                            "what they cover cannot have been replaced.";
}

struct HostDays {
    std::vector<std::uint64_t> values;
    std::uint64_t messages = 0;
};

std::map<std::string, HostDays> days_by_host(const ReportInput& input,
                                             const std::vector<std::string>& times) {
    std::map<std::string, HostDays> hosts;
    for (const auto& [name, story] : input.numbers.story.hosts()) {
        hosts[name].values.resize(times.size());
    }
    for (const auto& line : input.numbers.count("hosts").counts.by_value()) {
        auto& host = hosts[line.values[0]];
        host.values.resize(times.size());
        const auto at = std::find(times.begin(), times.end(), line.values[1]);
        if (at != times.end()) {
            host.values[static_cast<std::size_t>(at - times.begin())] += line.count;
        }
        host.messages += line.count;
    }
    return hosts;
}

std::vector<double> alarms_of(const ReportInput& input, const std::string& name,
                              const HostStory& story) {
    std::vector<double> places;
    const auto& span = input.numbers.span;
    const auto add = [&](std::int64_t time) {
        places.push_back(static_cast<double>(time - span.begin) /
                         static_cast<double>(span.end - span.begin));
    };
    std::for_each(story.unclean_starts.begin(), story.unclean_starts.end(), add);
    std::for_each(story.clock_steps.begin(), story.clock_steps.end(), add);
    for (const auto& lost : input.numbers.story.lost()) {
        if (lost.host == name) {
            add(lost.time);
        }
    }
    return places;
}

HostStory story_of(const ReportInput& input, const std::string& name) {
    const auto& all = input.numbers.story.hosts();
    const auto found = all.find(name);
    return found == all.end() ? HostStory() : found->second;
}

Markup gaps(const ReportInput& input) {
    Rows rows;
    for (const auto& lost : input.numbers.story.lost()) {
        rows.push_back({text(moment(lost.time)), text(lost.host), text(lost.records),
                        text(moment(lost.from)), text(moment(lost.to)), text(lost.why)});
    }
    if (rows.empty()) {
        return Markup() << "<p>No gap was declared.</p>"_html;
    }
    return report_table(
        "Gaps that daemons declared: records that could not be written. Their "
        "clients were put off with 451",
        {{"time", "t"}, {"host", ""}, {"records", "n"}, {"from", "t"}, {"to", "t"}, {"why", ""}},
        rows);
}

Markup state_of(const Privilege& privilege, std::int64_t end) {
    if (privilege.has_ended) {
        return mark("", "ended " + moment(privilege.ended));
    }
    const auto until = microseconds_of(privilege.until);
    if (!until) {
        return mark(privilege.id.empty() ? "warn" : "good", "in force");
    }
    if (*until <= end) {
        return mark("bad", "ended");
    }
    return *until - end < about_to_end ? mark("warn", "about to end") : mark("good", "in force");
}

/// Those that were used, and those that the trail knows as in force or as ended in this time.
Markup privilege_table(const ReportInput& input, std::string_view count_name,
                       const std::map<std::string, Privilege>& known, std::string_view what) {
    std::map<std::string, std::uint64_t> uses;
    for (const auto& line : input.numbers.count(count_name).counts.by_value()) {
        uses[line.values[0]] = line.count;
    }
    for (const auto& [id, privilege] : known) {
        const auto ended = microseconds_of(privilege.ended);
        if (!ended || *ended >= input.numbers.span.begin) {
            uses.emplace(id, 0);
        }
    }
    Rows rows;
    for (const auto& [id, count] : uses) {
        const auto found = known.find(id);
        const auto privilege = found == known.end() ? Privilege() : found->second;
        rows.push_back({text(id), text(grouped(count)), text(privilege.what), text(privilege.owner),
                        text(privilege.ticket),
                        text(privilege.until.empty() ? "" : moment(privilege.until)),
                        found == known.end() ? mark("", "not told")
                                             : state_of(privilege, input.numbers.span.end)});
    }
    if (rows.empty()) {
        return Markup() << "<p class=\"soft\">None.</p>"_html;
    }
    return report_table(what,
                        {{"id", ""},
                         {"messages", "n"},
                         {"what", ""},
                         {"owner", ""},
                         {"ticket", ""},
                         {"until", "t"},
                         {"state", ""}},
                        rows);
}

}  // namespace

Markup verification(const ReportInput& input) {
    const auto& report = input.verification;
    const bool is_sound = report.has_integrity();
    const bool is_complete = report.is_complete();
    Markup content;
    content << "<p class=\"soft\">Of the files as a whole, not only of these days: "_html
            << grouped(report.records) << " records, "_html << grouped(report.checkpoints)
            << " checkpoints, "_html << grouped(report.signatures)
            << " signatures looked at.</p><div class=\"verdicts\">"_html
            << verdict(!is_sound           ? "no"
                       : report.is_trusted ? "yes"
                                           : "partly",
                       "Integrity", integrity_words(report))
            << verdict(is_complete ? "yes" : "no", "Completeness", completeness_words(report))
            << "</div><p class=\"soft\">"_html << anchors(input) << "</p>"_html << trees(report)
            << observations(report);
    std::vector<std::string> words{"msa-milter", "audit", "verify"};
    words.insert(words.end(), input.proof.begin(), input.proof.end());
    words.insert(words.end(), input.trail.begin(), input.trail.end());
    return section("verification", "Is the trail whole and unchanged?",
                   content << command("Verified again by", shell_words(words)));
}

Markup coverage(const ReportInput& input) {
    const auto times = times_of(input);
    Markup content;
    content << "<p class=\"soft\">Darker where there were more messages; red where records were "
               "lost, a daemon did not end in order, or the clock was set.</p>"_html;
    Rows rows;
    for (const auto& [name, days] : days_by_host(input, times)) {
        const auto story = story_of(input, name);
        content << "<div class=\"strip\"><p>"_html << name << "</p>"_html
                << day_strip("Messages of " + name + " over time, with what went wrong",
                             days.values, alarms_of(input, name, story))
                << "<div class=\"days\" aria-hidden=\"true\"><span>"_html << times.front()
                << "</span><span>"_html << times.back() << "</span></div></div>"_html;
        const auto empty = std::count(days.values.begin(), days.values.end(), 0U);
        rows.push_back({text(name), text(grouped(days.messages)),
                        text(grouped(static_cast<std::uint64_t>(empty))),
                        text(grouped(story.starts)), text(grouped(story.stops)),
                        text(grouped(story.unclean_starts.size())),
                        text(grouped(story.clock_steps.size()))});
    }
    const auto& count = input.numbers.count("hosts");
    content << report_table(
                   "Hosts",
                   {{"host", ""},
                    {"messages", "n"},
                    {count.keys[1] == "day" ? "days without any" : "months without any", "n"},
                    {"starts", "n"},
                    {"stops", "n"},
                    {"unclean", "n"},
                    {"clock set", "n"}},
                   rows)
            << gaps(input) << command("Counted again by", query_of(input, count))
            << command("Starts, stops, gaps and steps of the clock, each with its time, by",
                       query(input, "--record start --record stop --record gap --record clock"));
    return section("coverage", "Which hosts and times it covers", content);
}

Markup privileges(const ReportInput& input) {
    const auto& story = input.numbers.story;
    Markup content;
    content << "<p class=\"soft\">In how many messages each was used, and what became of it by the "
               "end of these days; about to end: within 30 days from then.</p>"_html
            << "<h3>Delegations</h3>"_html
            << privilege_table(input, "delegations", story.delegations(),
                               "Delegations that gave a right")
            << command("Counted again by", query_of(input, input.numbers.count("delegations")))
            << "<h3>Exceptions</h3>"_html
            << privilege_table(input, "exceptions", story.exceptions(),
                               "Exceptions that changed what a rule led to")
            << command("Counted again by", query_of(input, input.numbers.count("exceptions")))
            << command("What the trail tells of both, by",
                       query(input, "--record delegation --record exception"));
    return section("privileges", "Delegations and exceptions", content);
}

Markup rule_changes(const ReportInput& input) {
    Rows rows;
    for (const auto& each : input.numbers.story.rule_changes()) {
        rows.push_back({text(moment(each.time)), text(each.host), text(each.event), text(each.file),
                        text(each.version), digest(each.hash)});
    }
    const auto& count = input.numbers.count("rule_files");
    Rows used;
    for (const auto& line : count.counts.by_count()) {
        used.push_back({text(line.values[0]), digest(line.values[1]), text(grouped(line.count))});
    }
    Markup content;
    content << (rows.empty()
                    ? Markup() << "<p class=\"soft\">The trail tells of no change.</p>"_html
                    : report_table("When rule files came into force, changed and ended",
                                   {{"time", "t"},
                                    {"host", ""},
                                    {"event", "t"},
                                    {"file", ""},
                                    {"version", ""},
                                    {"hash", "long"}},
                                   rows))
            << command("Listed again by",
                       query(input, "--record rules --columns time,host,event,file,version,hash"))
            << "<h3>Which rules judged</h3>"_html
            << (used.empty()
                    ? Markup() << "<p class=\"soft\">None.</p>"_html
                    : report_table("Messages by rule file",
                                   {{"file", ""}, {"hash", "long"}, {"messages", "n"}}, used))
            << command("Counted again by", query_of(input, count));
    return section("changes", "Rule changes", content);
}

}  // namespace msa::report
