// Which milters the listeners of Sendmail ask, in which order, and what happens without an answer.
#include "base/text.h"
#include "doctor/milter_place.h"
#include "doctor/postfix/value.h"
#include "doctor/sendmail/visit.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace msa {
namespace {

using Names = std::vector<std::string>;

std::string value_of(const MailFilter& filter, std::string_view key) {
    const auto found = filter.equates.find(key);
    return found == filter.equates.end() ? std::string() : found->second;
}

const MailFilter* ours(const SendmailVisit& visit) {
    const auto daemon = milter_place(visit.daemon.socket);
    if (!daemon) {
        return nullptr;
    }
    for (const MailFilter& each : visit.settings.filters) {
        const auto asked = milter_place(value_of(each, "S"));
        if (asked && (asked->is_unix() ? normal_path(asked->path) == normal_path(daemon->path)
                                       : same_network_place(*asked, *daemon))) {
            return &each;
        }
    }
    return nullptr;
}

/// Sendmail's spelling of the daemon's socket.
std::string socket_of_ours(const SendmailVisit& visit) {
    const auto place = milter_place(visit.daemon.socket);
    if (!place) {
        return visit.daemon.socket;
    }
    return place->is_unix() ? "local:" + place->path : "inet:" + place->port + '@' + place->host;
}

void examine_flags(const SendmailVisit& visit, const MailFilter& filter) {
    const std::string flags = value_of(filter, "F");
    Complaint complaint{
        .severity = Severity::problem,
        .where = filter.place,
        .what = "filter " + filter.name + (flags.empty() ? ": no F" : ": F=" + flags),
        .effect = {},
        .fix = "F=T"};
    if (flags.find('T') != std::string::npos) {
        return;
    }
    if (flags.find('4') != std::string::npos) {
        complaint.severity = Severity::note;
        complaint.effect =
            "While the milter is down, clients get 421 and lose the connection; they try again.";
    } else if (flags.find('R') != std::string::npos) {
        complaint.severity = Severity::warning;
        complaint.effect =
            "While the milter is down, even for a restart, users are told 550 or "
            "554, and programs do not try again: mail is lost.";
    } else {
        complaint.effect =
            "While the milter is down, every message passes unjudged and unsigned; if it ends in "
            "the middle of a message, the edits made until then "
            "are applied.";
    }
    visit.found.complain(std::move(complaint));
}

/// T=C:5m;S:10s;R:10s;E:5m
void examine_timeouts(const SendmailVisit& visit, const MailFilter& filter) {
    const std::string timeouts = value_of(filter, "T");
    for (const std::string_view part : split(timeouts, ';')) {
        const std::string_view item = trimmed(part);
        if (!item.starts_with("R:") && !item.starts_with("E:")) {
            continue;
        }
        const auto time = postfix_time(item.substr(2));
        if (time && *time > visit.daemon.patience) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::warning,
             .where = filter.place,
             .what = "filter " + filter.name + ": T=" + std::string(item),
             .effect = !time ? "That is not a time."
                             : "The daemon may ask the DNS for " +
                                   std::to_string(visit.daemon.patience.count()) +
                                   " s (resolver_deadline); Sendmail gives up before, and the "
                                   "client is told 451 for a good message.",
             .fix = item.front() == 'R' ? "R:30s" : "E:5m"});
    }
}

void examine_order(const SendmailVisit& visit, const Names& names, Names::const_iterator self,
                   const std::string& place) {
    const Names behind(self + 1, names.end());
    if (behind.empty()) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::warning,
         .where = place,
         .what = "filter " + join(behind, ", ") + " behind " + *self,
         .effect = "What it changes was judged and signed before: nobody judges it again, and "
                   "the signature breaks.",
         .fix = *self + " as the last filter: its INPUT_MAIL_FILTER after the others"});
}

void examine_scope(const SendmailVisit& visit, const DaemonPort& daemon) {
    if (visit.daemon.governs(daemon.name)) {
        return;
    }
    const bool submission = is_submission(daemon);
    visit.found.complain(
        {.severity = submission ? Severity::problem : Severity::note,
         .where = where(daemon),
         .what = "Name=" + daemon.name + " is not in the rule file's [scope]",
         .effect = "The milter lets what comes in here pass untouched and unsigned.",
         .fix = submission
                    ? "Name=" + visit.daemon.listeners.front() +
                          " in DAEMON_OPTIONS; or in the rule file: listener = [\"" +
                          join(visit.daemon.listeners, "\", \"") + "\", \"" + daemon.name + "\"]"
                    : std::string()});
}

void examine_listener(const SendmailVisit& visit, const DaemonPort& daemon,
                      const MailFilter& filter) {
    const Names& names = daemon.filters ? *daemon.filters : visit.settings.input_filters;
    const auto self = std::find(names.begin(), names.end(), filter.name);
    if (self != names.end()) {
        const std::string place =
            daemon.filters ? where(daemon) : visit.settings.input_filters_place;
        examine_order(visit, names, self, place);
        examine_scope(visit, daemon);
        return;
    }
    const bool no_logins = daemon.modifiers.find('A') != std::string::npos;
    if (!is_submission(daemon) && (no_logins || !visit.settings.trusts_logins)) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::problem,
         .where = where(daemon),
         .what = names.empty() ? "no filter is asked"
                               : "filters " + join(names, ", ") + " are asked, not " + filter.name,
         .effect = "What users submit here is neither judged nor signed.",
         .fix = "InputMailFilters=" + filter.name + " in its DAEMON_OPTIONS" +
                (is_submission(daemon) ? std::string()
                                       : "; or, if nobody is to submit here, M=A: no AUTH")});
}

void examine_local(const SendmailVisit& visit) {
    visit.found.complain({.severity = Severity::note,
                          .where = visit.settings.name,
                          .what = "only SMTP meets milters",
                          .effect = "Mail of programs on this host that this Sendmail takes from "
                                    "its command line is neither judged nor signed.",
                          .fix = "a login on port 587 for those programs"});
}

}  // namespace

bool is_submission(const DaemonPort& daemon) {
    static constexpr std::array<std::string_view, 5> ports{"587", "465", "submission",
                                                           "submissions", "smtps"};
    return std::find(ports.begin(), ports.end(), daemon.port) != ports.end() ||
           daemon.name == "MSA" || daemon.modifiers.find('a') != std::string::npos;
}

std::string where(const DaemonPort& daemon) {
    return daemon.place + ": listener " + (daemon.name.empty() ? daemon.port : daemon.name);
}

void examine_filters(const SendmailVisit& visit) {
    const MailFilter* const filter = ours(visit);
    if (filter == nullptr) {
        visit.found.complain({.severity = Severity::problem,
                              .where = visit.settings.name,
                              .what = "no filter has S=" + socket_of_ours(visit),
                              .effect = "The milter is never asked: nothing is judged or signed.",
                              .fix = "INPUT_MAIL_FILTER(`msa-milter', `S=" + socket_of_ours(visit) +
                                     ", F=T, T=C:5s;S:10s;R:30s;E:5m')"});
    } else {
        examine_flags(visit, *filter);
        examine_timeouts(visit, *filter);
        for (const DaemonPort& each : visit.settings.daemons) {
            examine_listener(visit, each, *filter);
        }
    }
    examine_local(visit);
    visit.found.checked.emplace_back(
        "filters: is the milter asked by every listener where users submit, as the last one, under "
        "a name of [scope]; what happens without its answer; timeouts");
}

}  // namespace msa
