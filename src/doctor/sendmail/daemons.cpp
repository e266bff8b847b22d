// What the listeners of Sendmail demand of clients.
#include "base/text.h"
#include "doctor/sendmail/visit.h"

namespace msa {
namespace {

bool has(const DaemonPort& daemon, char modifier) {
    return daemon.modifiers.find(modifier) != std::string::npos;
}

void examine_etrn(const SendmailVisit& visit, const DaemonPort& daemon) {
    if (!has(daemon, 'E')) {
        visit.found.complain({.severity = Severity::warning,
                              .where = where(daemon),
                              .what = "M=" + daemon.modifiers + " without E",
                              .effect = "EHLO offers ETRN, which has no place on a submission port "
                                        "(RFC 6409, 7). No message suffers.",
                              .fix = "M=" + daemon.modifiers + "E"});
    }
}

void examine_login(const SendmailVisit& visit, const DaemonPort& daemon) {
    if (!has(daemon, 'a')) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = where(daemon),
             .what = "M=" + daemon.modifiers + " without a",
             .effect = "Sendmail itself demands no login here: only the milter's rules refuse "
                       "clients without one.",
             .fix = "M=" + daemon.modifiers + "a, unless strangers are to reach postmaster here"});
    }
    const bool smtps = has(daemon, 's');
    if (!smtps && visit.settings.option("AuthOptions").find('p') == std::string::npos) {
        visit.found.complain({.severity = Severity::warning,
                              .where = where(daemon),
                              .what = "confAUTH_OPTIONS without p",
                              .effect = "Clients may send passwords in the clear, before the "
                                        "milter can ask for TLS.",
                              .fix = "define(`confAUTH_OPTIONS', `A p y')"});
    }
}

}  // namespace

void examine_daemons(const SendmailVisit& visit) {
    for (const DaemonPort& each : visit.settings.daemons) {
        if (is_submission(each)) {
            examine_etrn(visit, each);
            examine_login(visit, each);
        }
    }
    visit.found.checked.emplace_back("listeners: logins, TLS, ETRN");
}

}  // namespace msa
