// What the sources of identity in the rule file need of Postfix.
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <algorithm>
#include <initializer_list>

namespace msa {
namespace {

bool names_any(std::string_view list, std::initializer_list<std::string_view> words) {
    const auto items = items_of(list);
    return items && std::any_of(items->begin(), items->end(), [words](const std::string& item) {
               return std::any_of(words.begin(), words.end(), [&item](std::string_view word) {
                   return equal_ignoring_case(item, word);
               });
           });
}

constexpr std::string_view classes_name = "internal_mail_filter_classes";

bool may_notify(const PostfixVisit& visit, const std::string& origin) {
    const auto& known = visit.daemon.identities->notifications;
    return std::any_of(known.begin(), known.end(), [&origin](const std::string& domain) {
        return equal_ignoring_case(domain, origin);
    });
}

/// What lets local mail be the host's notifications, or else takes these from the milter.
std::string letting_notify(const PostfixVisit& visit, const std::string& origin,
                           const std::string& otherwise) {
    return visit.daemon.identities->local
               ? "in the rule file, [identity.local]: notifications = [\"" + origin + "\"]; or " +
                     otherwise
               : otherwise;
}

void examine_bounces(const PostfixVisit& visit, const Value& classes, const std::string& origin) {
    if (may_notify(visit, origin)) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::warning,
         .where = classes.where,
         .what = std::string(classes_name) + " = " + classes.text,
         .effect = "The milter is asked about this host's own bounces. If local mail does not own "
                   "MAILER-DAEMON@" +
                   origin +
                   ", their author, they are refused: what bounced stays in the queue, and its "
                   "sender does not hear of it.",
         .fix = letting_notify(visit, origin, PostfixVisit::instead(classes, classes_name, ""))});
}

/// Notices for the postmaster, and his copies of bounces, have a sender (postconf(5)).
void examine_notices(const PostfixVisit& visit, const Value& classes, const std::string& origin) {
    const Value copies = visit.value(nullptr, "notify_classes");
    const bool are_notices = names_any(classes.text, {"notify"});
    if (!are_notices && !names_any(copies.text, {"bounce", "2bounce", "delay"})) {
        return;
    }
    const std::string name = visit.text(nullptr, "double_bounce_sender");
    const bool is_usual = equal_ignoring_case(name, "double-bounce");
    if (is_usual && may_notify(visit, origin)) {
        return;
    }
    const std::string sender = name + '@' + origin;
    const std::string emptied =
        PostfixVisit::instead(classes, classes_name, are_notices ? "bounce" : "");
    visit.found.complain(
        {.severity = Severity::warning,
         .where = are_notices ? classes.where : copies.where,
         .what = std::string(classes_name) + " = " + classes.text +
                 (are_notices ? "" : ", notify_classes = " + copies.text),
         .effect = "The milter is asked about notices for the postmaster. If local mail does not "
                   "own their sender, " +
                   sender + ", and their author, MAILER-DAEMON@" + origin +
                   ", they are refused, and nobody gets them.",
         .fix = is_usual ? letting_notify(visit, origin, emptied)
                         : "both addresses in a table, for the login of [identity.local]; or " +
                               emptied});
}

/// Postfix gives its own mail to the milters where a class of it is named: `bounce` is read by
/// bounce(8), `notify` by smtpd and smtp, which tell the postmaster of faults (postconf(5)).
void examine_own_mail(const PostfixVisit& visit) {
    const std::string origin = visit.origin();
    std::vector<const Service*> senders = visit.settings.running("bounce");
    senders.push_back(nullptr);
    for (const Service* each : senders) {
        const Value classes = visit.value(each, classes_name);
        const bool are_bounces = names_any(classes.text, {"bounce"});
        if (are_bounces) {
            examine_bounces(visit, classes, origin);
        }
        if (are_bounces || names_any(classes.text, {"notify"})) {
            examine_notices(visit, classes, origin);
        }
    }
}

void examine_local_identity(const PostfixVisit& visit, bool is_source) {
    const Service* const cleanup = visit.settings.service("cleanup/unix");
    if (cleanup == nullptr) {
        return;
    }
    const Value list = visit.value(cleanup, "non_smtpd_milters");
    const bool is_asked = asks_us(visit, *cleanup, "non_smtpd_milters");
    const Value name = visit.value(cleanup, "milter_macro_daemon_name");
    const bool is_governed = visit.daemon.governs(name.text);
    if (is_asked && is_governed) {
        examine_own_mail(visit);
    }
    if (is_source && !is_asked) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = list.where,
             .what = "non_smtpd_milters does not name the milter",
             .effect =
                 "\"local\" is a source of identity in the rule file, but mail of programs on "
                 "this host that call sendmail(1) is neither judged nor signed.",
             .fix = "non_smtpd_milters with the milter of the submission services"});
    } else if (is_source && !is_governed) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = name.where,
             .what =
                 "milter_macro_daemon_name = " + name.text + " is not in the rule file's [scope]",
             .effect = "\"local\" is a source of identity in the rule file, but the milter lets "
                       "mail of programs on this host pass untouched and unsigned.",
             .fix = "in the rule file: listener = [..., \"" + name.text + "\"]"});
    } else if (!is_source && is_asked && is_governed) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = list.where,
             .what = "non_smtpd_milters names the milter",
             .effect =
                 "\"local\" is not a source of identity in the rule file: mail of programs on "
                 "this host that call sendmail(1) comes back as a bounce, or, with a null "
                 "sender, is lost.",
             .fix = "in the rule file: sources = [..., \"local\"], and [identity.local]"});
    }
}

}  // namespace

void examine_identities(const PostfixVisit& visit) {
    const auto& identities = visit.daemon.identities;
    if (!identities) {
        return;
    }
    examine_local_identity(visit, identities->local);
    if (identities->certificate_key != "cn") {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = "the rule file",
             .what = "[identity.certificate] key = \"" + identities->certificate_key + "\"",
             .effect = "Postfix tells a milter only the common name of a certificate: clients with "
                       "one of these certificates and no login are asked to try again for ever.",
             .fix = "key = \"cn\""});
    }
    visit.found.checked.push_back(
        "sources of identity in the rule file: local, certificate, network");
}

}  // namespace msa
