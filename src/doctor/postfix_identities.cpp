// What the sources of identity in the rule file need of Postfix.
#include "base/text.h"
#include "doctor/postfix_value.h"
#include "doctor/postfix_visit.h"

#include <algorithm>

namespace msa {
namespace {

/// Postfix gives its own mail to the milters where a class of it is named: `bounce` is read by
/// bounce(8), `notify` by smtpd and smtp, which tell the postmaster of faults (postconf(5)).
void examine_own_mail(const PostfixVisit& visit) {
    static constexpr std::string_view name = "internal_mail_filter_classes";
    std::vector<const Service*> senders = visit.settings.running("bounce");
    senders.push_back(nullptr);
    for (const Service* each : senders) {
        const Value classes = visit.value(each, name);
        const auto items = items_of(classes.text);
        if (!items || std::none_of(items->begin(), items->end(), [](const std::string& item) {
                return equal_ignoring_case(item, "bounce") || equal_ignoring_case(item, "notify");
            })) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::warning,
             .where = classes.where,
             .what = std::string(name) + " = " + classes.text,
             .effect = "The milter is asked about this host's own notifications. Where local mail "
                       "does not own their From, MAILER-DAEMON, they are refused, and senders do "
                       "not hear that their mail came to nothing.",
             .fix = PostfixVisit::instead(classes, name, "")});
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
             .effect = "\"local\" is no source of identity in the rule file: mail of programs on "
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
             .effect = "Postfix tells a milter the common name of a certificate "
                       "only: clients that have one of these certificates and no "
                       "login are asked to try again for ever.",
             .fix = "key = \"cn\""});
    }
    visit.found.checked.push_back(
        "sources of identity in the rule file: local, certificate, network");
}

}  // namespace msa
