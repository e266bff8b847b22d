// Which milters the listeners ask, in which order, and what Postfix does without an answer.
#include "base/text.h"
#include "doctor/milter_place.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <algorithm>
#include <array>
#include <optional>

namespace msa {
namespace {

using Entries = std::vector<MilterEntry>;

/// The milters of a service; a list that cannot be read is a complaint.
std::optional<Entries> entries_of(const PostfixVisit& visit, const Service* service,
                                  std::string_view parameter) {
    const Value list = visit.value(service, parameter);
    auto entries = milter_entries(list.text);
    if (!entries) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = list.where,
             .what = std::string(parameter) + " is not understood",
             .effect = "Whether the milter is asked is not known: " + entries.error().what + '.'});
        return std::nullopt;
    }
    return *std::move(entries);
}

Entries::const_iterator ours_in(const PostfixVisit& visit, const Service& service,
                                const Entries& entries) {
    return std::find_if(entries.begin(), entries.end(), [&](const MilterEntry& each) {
        return reach(visit, service, each.endpoint) != Reach::other;
    });
}

/// The daemon's socket as smtpd is to be told: relative to the queue directory if it is below.
std::string endpoint_of_ours(const PostfixVisit& visit) {
    const auto place = milter_place(visit.daemon.socket);
    if (!place) {
        return visit.daemon.socket;
    }
    if (!place->is_unix()) {
        return "inet:" + place->host + ':' + place->port;
    }
    const std::string path = normal_path(place->path);
    const std::string queue = visit.queue() + '/';
    return "unix:" + (path.starts_with(queue) ? path.substr(queue.size()) : path);
}

/// Where the milter's own settings stand: often in a parameter that the list names.
std::string place_of(const PostfixVisit& visit, const Value& list, const MilterEntry& entry) {
    for (const auto& [name, setting] : visit.settings.main()) {
        const bool is_list = name == "smtpd_milters" || name == "non_smtpd_milters";
        if (!is_list && setting.value.find(entry.endpoint) != std::string::npos) {
            return setting.place;
        }
    }
    return list.where;
}

/// What smtpd_milters should be: a parameter that names us already, or our place.
std::string list_of_ours(const PostfixVisit& visit, const Service& service) {
    for (const auto& [name, setting] : visit.settings.main()) {
        if (name == "smtpd_milters" || name == "non_smtpd_milters") {
            continue;
        }
        const auto entries = milter_entries(visit.text(&service, name));
        if (entries && entries->size() == 1 &&
            ours_in(visit, service, *entries) != entries->end()) {
            return "-o smtpd_milters=$" + name;
        }
    }
    return "-o { smtpd_milters = { " + endpoint_of_ours(visit) + ", default_action=tempfail } }";
}

void examine_absence(const PostfixVisit& visit, const Service& service, const Value& list) {
    if (!is_submission(visit, service)) {
        return;
    }
    const std::string_view otherwise =
        is_named_submission(service)
            ? ""
            : "; or, if nobody is to submit here, -o smtpd_sasl_auth_enable=no";
    visit.found.complain({.severity = Severity::problem,
                          .where = service.where(),
                          .what = list.text.empty() ? "smtpd_milters is empty"
                                                    : "smtpd_milters = " + list.text +
                                                          " does not name " + visit.daemon.socket,
                          .effect = effect_of_absence(visit, service),
                          .fix = list_of_ours(visit, service) + std::string(otherwise)});
}

void examine_chroot(const PostfixVisit& visit, const Service& service, const MilterEntry& ours) {
    if (reach(visit, service, ours.endpoint) != Reach::blocked) {
        return;
    }
    const bool chrooted = visit.settings.is_chrooted(service, visit.found);
    const std::string queue = visit.queue();
    const std::string endpoint = endpoint_of_ours(visit);
    const auto asked = milter_place(ours.endpoint);
    const std::string looked = asked ? (chrooted ? queue : std::string()) + asked->path : queue;
    std::string remedy = endpoint + " (from the queue directory, with and without chroot)";
    if (endpoint.starts_with("unix:/")) {
        remedy =
            "n as the fifth field (chroot) of this service; or, in msa-milter.toml, socket = "
            "\"unix:" +
            queue + "/msa-milter/milter.sock\", and here unix:msa-milter/milter.sock";
    }
    visit.found.complain({.severity = Severity::problem,
                          .where = service.where(),
                          .what = "the milter is named as " + ours.endpoint + ", and " +
                                  service.command + " runs " +
                                  (chrooted ? "in the chroot" : "without chroot"),
                          .effect = "It looks for the socket at " + looked +
                                    " and never finds the milter at " + visit.daemon.socket + '.',
                          .fix = std::move(remedy)});
}

/// What the default action means for messages; nothing where it is as it should be.
std::optional<Complaint> about_action(std::string_view action) {
    if (action == "accept") {
        return Complaint{.severity = Severity::problem,
                         .where = {},
                         .what = {},
                         .effect =
                             "While the milter is down, every message passes unjudged and "
                             "unsigned; if it ends in the middle of a message, the edits "
                             "made until then are applied."};
    }
    if (action == "quarantine") {
        return Complaint{.severity = Severity::problem,
                         .where = {},
                         .what = {},
                         .effect =
                             "While the milter is down, messages are accepted into the hold "
                             "queue; whoever releases them sends them unjudged and unsigned."};
    }
    if (action == "reject") {
        return Complaint{.severity = Severity::warning,
                         .where = {},
                         .what = {},
                         .effect =
                             "While the milter is down, even for a restart, users are told "
                             "550 5.5.0, and programs do not try again: mail is lost."};
    }
    if (action == "tempfail" || action == "shutdown") {
        return std::nullopt;
    }
    return Complaint{.severity = Severity::warning,
                     .where = {},
                     .what = {},
                     .effect = "Postfix does not know this action."};
}

void examine_action(const PostfixVisit& visit, const Service& service, const Value& list,
                    const MilterEntry& ours) {
    Value value = visit.value(&service, "milter_default_action");
    const auto own = ours.options.find("default_action");
    const bool is_own = own != ours.options.end();
    if (is_own) {
        value = {.text = own->second, .origin = list.origin, .where = place_of(visit, list, ours)};
    }
    auto complaint = about_action(value.text);
    if (!complaint) {
        return;
    }
    complaint->where = value.where;
    complaint->what =
        (is_own ? ours.endpoint + ": default_action=" : "milter_default_action = ") + value.text;
    complaint->fix = is_own ? "{ " + ours.endpoint + ", default_action=tempfail, ... }"
                            : PostfixVisit::instead(value, "milter_default_action", "tempfail");
    visit.found.complain(*std::move(complaint));
}

void examine_order(const PostfixVisit& visit, const Value& list, const Entries& entries,
                   Entries::const_iterator ours, std::string_view parameter) {
    std::vector<std::string> behind;
    for (auto other = ours + 1; other < entries.end(); ++other) {
        behind.push_back(other->endpoint);
    }
    if (behind.empty()) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::warning,
         .where = list.where,
         .what = std::string(parameter) + ": " + join(behind, ", ") + " after our milter",
         .effect = "What it changes was judged and signed before: nobody judges it again, and "
                   "the signature breaks.",
         .fix = std::string(parameter) + " with " + ours->endpoint + " as the last one"});
}

void examine_timeouts(const PostfixVisit& visit, const Service& service, const Value& list,
                      const MilterEntry& ours) {
    static constexpr std::array<std::string_view, 2> names{"command_timeout", "content_timeout"};
    for (const std::string_view name : names) {
        const std::string parameter = "milter_" + std::string(name);
        Value value = visit.value(&service, parameter);
        const auto own = ours.options.find(name);
        if (own != ours.options.end()) {
            value = {
                .text = own->second, .origin = list.origin, .where = place_of(visit, list, ours)};
        }
        const auto time = postfix_time(value.text);
        if (time && *time > visit.daemon.patience) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::warning,
             .where = value.where,
             .what = parameter + " = " + value.text,
             .effect = !time ? "That is not a time."
                             : "The daemon may ask the DNS for " +
                                   std::to_string(visit.daemon.patience.count()) +
                                   " s (resolver_deadline); Postfix gives up before, and the "
                                   "client is told 451 for a good message.",
             .fix = parameter + " = " + (name == "command_timeout" ? "30s" : "300s")});
    }
}

/// Macros that say who the client is, or how he came.
bool is_proof(std::string_view macro) {
    return macro.starts_with("auth_") || macro.starts_with("cert_") || macro.starts_with("tls_") ||
           macro == "verify" || macro.starts_with("cipher");
}

void examine_macros(const PostfixVisit& visit, const Service& service) {
    const Value defaults = visit.value(&service, "milter_macro_defaults");
    const auto items = items_of(defaults.text);
    if (!items) {
        return;  // Postfix itself refuses to go on
    }
    for (const std::string& item : *items) {
        const auto pair = name_and_value(item);
        if (!pair || !is_proof(unbraced(pair->name))) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::problem,
             .where = defaults.where,
             .what = "milter_macro_defaults gives " + pair->name + '=' + pair->value,
             .effect =
                 "A client without login or TLS gets this value, which the milter takes as proved.",
             .fix = "milter_macro_defaults without " + pair->name});
    }
}

/// Whether the rule file governs the listener by the name that Postfix gives it.
void examine_scope(const PostfixVisit& visit, const Service& service) {
    const Value name = visit.value(&service, "milter_macro_daemon_name");
    if (visit.daemon.governs(name.text)) {
        return;
    }
    const bool submission = is_submission(visit, service);
    visit.found.complain(
        {.severity = submission ? Severity::problem : Severity::note,
         .where = service.where(),
         .what = "milter_macro_daemon_name = " + name.text + " is not in the rule file's [scope]",
         .effect = "The milter lets what comes in here pass untouched and unsigned.",
         .fix = submission
                    ? "-o milter_macro_daemon_name=" + visit.daemon.listeners.front() +
                          "; or in the rule file: listener = [\"" +
                          join(visit.daemon.listeners, "\", \"") + "\", \"" + name.text + "\"]"
                    : std::string()});
}

/// What switches off a milter that is named.
void examine_switches(const PostfixVisit& visit, const Service& service) {
    if (const Value maps = visit.value(&service, "smtpd_milter_maps"); !maps.text.empty()) {
        visit.found.complain({.severity = Severity::problem,
                              .where = service.where(),
                              .what = "smtpd_milter_maps = " + maps.text,
                              .effect = "Clients listed there get the milters listed there instead "
                                        "of ours: their mail passes unjudged and unsigned.",
                              .fix = "-o smtpd_milter_maps="});
    }
    const Value options = visit.value(&service, "receive_override_options");
    const auto items = items_of(options.text);
    if (items && std::find(items->begin(), items->end(), "no_milters") != items->end()) {
        visit.found.complain({.severity = Severity::problem,
                              .where = service.where(),
                              .what = "receive_override_options = " + options.text,
                              .effect = "no_milters: no milter is asked; what comes in here passes "
                                        "unjudged and unsigned.",
                              .fix = "-o receive_override_options= (or the list without "
                                     "no_milters)"});
    }
    if (const Value proxy = visit.value(&service, "smtpd_proxy_filter"); !proxy.text.empty()) {
        visit.found.complain({.severity = Severity::problem,
                              .where = service.where(),
                              .what = "smtpd_proxy_filter = " + proxy.text,
                              .effect = "With it, milters see the envelope and never the message: "
                                        "From is not judged, nothing is signed.",
                              .fix = "-o smtpd_proxy_filter="});
    }
}

void examine_listener(const PostfixVisit& visit, const Service& service) {
    const Value list = visit.value(&service, "smtpd_milters");
    const auto entries = entries_of(visit, &service, "smtpd_milters");
    if (!entries) {
        return;
    }
    const auto ours = ours_in(visit, service, *entries);
    if (ours == entries->end()) {
        examine_absence(visit, service, list);
        return;
    }
    examine_chroot(visit, service, *ours);
    examine_switches(visit, service);
    examine_action(visit, service, list, *ours);
    examine_order(visit, list, *entries, ours, "smtpd_milters");
    examine_timeouts(visit, service, list, *ours);
    examine_macros(visit, service);
    examine_scope(visit, service);
}

/// sendmail(1): pickup takes the message and cleanup asks the milters.
void examine_local(const PostfixVisit& visit) {
    const Service* const cleanup = visit.settings.service("cleanup/unix");
    const Value list = visit.value(cleanup, "non_smtpd_milters");
    const auto entries = entries_of(visit, cleanup, "non_smtpd_milters");
    if (cleanup == nullptr || !entries) {
        return;
    }
    const auto ours = ours_in(visit, *cleanup, *entries);
    if (ours == entries->end()) {
        visit.found.complain({.severity = Severity::note,
                              .where = list.where,
                              .what = "non_smtpd_milters does not name the milter",
                              .effect = "Mail of programs on this host that call sendmail(1) is "
                                        "neither judged nor signed.",
                              .fix = "a login on port 587 for those programs"});
        return;
    }
    examine_chroot(visit, *cleanup, *ours);
    examine_action(visit, *cleanup, list, *ours);
    examine_order(visit, list, *entries, ours, "non_smtpd_milters");
}

}  // namespace

bool asks_us(const PostfixVisit& visit, const Service& service, std::string_view list) {
    const auto entries = milter_entries(visit.text(&service, list));
    return entries && ours_in(visit, service, *entries) != entries->end();
}

void examine_milters(const PostfixVisit& visit) {
    const auto listeners = visit.settings.running("smtpd");
    const bool any = std::any_of(listeners.begin(), listeners.end(), [&](const Service* each) {
        return is_submission(visit, *each) || asks_us(visit, *each);
    });
    if (!any) {
        visit.found.complain(
            {.severity = Severity::problem,
             .where = visit.settings.master_name(),
             .what = "no submission service, and no smtpd that asks " + visit.daemon.socket,
             .effect = "The milter is never asked: nothing is judged or signed.",
             .fix = "the services of postfix-example/master.cf.submission"});
    }
    std::vector<std::string> seen;
    for (const Service* each : listeners) {
        examine_listener(visit, *each);
        if (is_submission(visit, *each) || asks_us(visit, *each)) {
            seen.push_back(each->key());
        }
    }
    examine_local(visit);
    if (!seen.empty()) {
        visit.found.checked.push_back(
            join(seen, ", ") +
            ": is the milter asked, within reach, as the last one, under a name "
            "of [scope]; what happens without its answer; what switches it "
            "off; forged macros, timeouts");
    }
}

}  // namespace msa
