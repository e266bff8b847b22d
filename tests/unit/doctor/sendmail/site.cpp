#include "unit/doctor/sendmail/site.h"

namespace msa {
namespace {

std::string said(const NamedText& file, const DaemonFacts& daemon, bool notes) {
    const auto examination = examine_sendmail(file, daemon);
    if (!examination) {
        return examination.error().what;
    }
    std::string text;
    for (const Complaint& each : examination->found.complaints) {
        if ((each.severity == Severity::note) == notes) {
            text += to_text(each);
        }
    }
    return text;
}

}  // namespace

std::string SendmailSite::mc_text() const {
    return "divert(-1)\n# A comment with ` in it.\ndivert(0)dnl\n"
           "include(`/usr/share/sendmail/cf/m4/cf.m4')dnl\nOSTYPE(`debian')dnl it's\n"
           "INPUT_MAIL_FILTER(`msa', `" +
           equates +
           "')dnl\nFEATURE(`no_default_msa')dnl\nFEATURE(`nocanonify')dnl\n"
           "define(`confAUTH_OPTIONS', `" +
           auth + "')dnl\nDAEMON_OPTIONS(`Name=MTA, Port=smtp, M=A')dnl\nDAEMON_OPTIONS(`" +
           listener + "')dnl\n" + quoting_mc + mc + "MAILER(`smtp')dnl\n";
}

std::string SendmailSite::cf_text() const {
    return "# sendmail.cf\nV10/Berkeley\nDj$w.\nC{TrustAuthMech}PLAIN LOGIN\n"
           "O DaemonPortOptions=Name=MTA, Port=smtp, M=A\nO DaemonPortOptions=" +
           listener + "\nO AuthOptions=" + auth + "\nO InputMailFilters=msa\n" + quoting_cf +
           "Xmsa, " + equates + '\n' + cf +
           "Mlocal,\tP=/usr/bin/procmail, F=lsDFMAw5:/|@qSPfhn9,\n\t\tT=DNS/RFC822/X-Unix\n"
           "Mesmtp,\tP=[IPC], F=mDFMuXa, E=\\r\\n, L=990,\n\t\tA=TCP $h\n";
}

std::string SendmailSite::of_mc() const {
    return said({.name = "m.mc", .text = mc_text()}, daemon, false);
}
std::string SendmailSite::of_cf() const {
    return said({.name = "m.cf", .text = cf_text()}, daemon, false);
}
std::string SendmailSite::notes_of_mc() const {
    return said({.name = "m.mc", .text = mc_text()}, daemon, true);
}
std::string SendmailSite::notes_of_cf() const {
    return said({.name = "m.cf", .text = cf_text()}, daemon, true);
}

}  // namespace msa
