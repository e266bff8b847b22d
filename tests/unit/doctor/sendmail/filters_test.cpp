// Filters and listeners of Sendmail: every complaint with its severity, its place and its words, of
// both kinds of files.
#include "unit/doctor/sendmail/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(sendmail_filters)

BOOST_AUTO_TEST_CASE(a_milter_without_flag_is_a_problem) {
    const auto site = SendmailSite{.equates = "S=local:/run/msa-milter/milter.sock"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:6: problem: filter msa: no F\n"
               "    While the milter is down, every message passes unjudged and unsigned; if it "
               "ends in the middle of a message, the edits made until then are applied.\n"
               "    fix: F=T\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:10: problem: filter msa: no F\n"
               "    While the milter is down, every message passes unjudged and unsigned; if it "
               "ends in the middle of a message, the edits made until then are applied.\n"
               "    fix: F=T\n");
}

BOOST_AUTO_TEST_CASE(a_milter_that_rejects_is_a_warning) {
    const auto site = SendmailSite{.equates = "S=local:/run/msa-milter/milter.sock, F=R"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:6: warning: filter msa: F=R\n"
               "    While the milter is down, even for a restart, users are told 550 or 554, and "
               "programs do not try again: mail is lost.\n"
               "    fix: F=T\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:10: warning: filter msa: F=R\n"
               "    While the milter is down, even for a restart, users are told 550 or 554, and "
               "programs do not try again: mail is lost.\n"
               "    fix: F=T\n");
}

BOOST_AUTO_TEST_CASE(a_short_timeout_is_a_warning) {
    const auto site = SendmailSite{
        .equates = "S=local:/run/msa-milter/milter.sock, F=T, T=C:5s;S:1s;R:6s;E:soon"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:6: warning: filter msa: T=R:6s\n"
               "    The daemon may ask the DNS for 6 s (resolver_deadline); Sendmail gives up "
               "before, and the client is told 451 for a good message.\n"
               "    fix: R:30s\n"
               "m.mc:6: warning: filter msa: T=E:soon\n"
               "    That is not a time.\n"
               "    fix: E:5m\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:10: warning: filter msa: T=R:6s\n"
               "    The daemon may ask the DNS for 6 s (resolver_deadline); Sendmail gives up "
               "before, and the client is told 451 for a good message.\n"
               "    fix: R:30s\n"
               "m.cf:10: warning: filter msa: T=E:soon\n"
               "    That is not a time.\n"
               "    fix: E:5m\n");
}

BOOST_AUTO_TEST_CASE(a_foreign_socket_is_a_problem) {
    const auto site = SendmailSite{.equates = "S=inet:8891@localhost, F=T"};
    BOOST_TEST(site.of_mc() ==
               "m.mc: problem: no filter has S=local:/run/msa-milter/milter.sock\n"
               "    The milter is never asked: nothing is judged or signed.\n"
               "    fix: INPUT_MAIL_FILTER(`msa-milter', `S=local:/run/msa-milter/milter.sock, "
               "F=T, T=C:5s;S:10s;R:30s;E:5m')\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf: problem: no filter has S=local:/run/msa-milter/milter.sock\n"
               "    The milter is never asked: nothing is judged or signed.\n"
               "    fix: INPUT_MAIL_FILTER(`msa-milter', `S=local:/run/msa-milter/milter.sock, "
               "F=T, T=C:5s;S:10s;R:30s;E:5m')\n");
}

BOOST_AUTO_TEST_CASE(a_listener_that_asks_others_is_a_problem) {
    const auto site =
        SendmailSite{.listener = "Name=MSA, Port=587, M=Ea, InputMailFilters=scan;spam"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:11: listener MSA: problem: filters scan, spam are asked, not msa\n"
               "    What users submit here is neither judged nor signed.\n"
               "    fix: InputMailFilters=msa in its DAEMON_OPTIONS\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:6: listener MSA: problem: filters scan, spam are asked, not msa\n"
               "    What users submit here is neither judged nor signed.\n"
               "    fix: InputMailFilters=msa in its DAEMON_OPTIONS\n");
}

BOOST_AUTO_TEST_CASE(a_milter_behind_ours_is_a_warning) {
    const auto site =
        SendmailSite{.listener = "Name=MSA, Port=587, M=Ea, InputMailFilters=msa;scan"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:11: listener MSA: warning: filter scan behind msa\n"
               "    What it changes was judged and signed before: nobody judges it again, and the "
               "signature breaks.\n"
               "    fix: msa as the last filter: its INPUT_MAIL_FILTER after the others\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:6: listener MSA: warning: filter scan behind msa\n"
               "    What it changes was judged and signed before: nobody judges it again, and the "
               "signature breaks.\n"
               "    fix: msa as the last filter: its INPUT_MAIL_FILTER after the others\n");
}

BOOST_AUTO_TEST_CASE(a_listener_that_the_rules_do_not_govern_is_a_problem) {
    const auto site = SendmailSite{.listener = "Name=X, Port=587, M=Ea"};
    BOOST_TEST(
        site.of_mc() ==
        "m.mc:11: listener X: problem: Name=X is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "    fix: Name=MSA in DAEMON_OPTIONS; or in the rule file: listener = [\"MSA\", \"X\"]\n");
    BOOST_TEST(
        site.of_cf() ==
        "m.cf:6: listener X: problem: Name=X is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "    fix: Name=MSA in DAEMON_OPTIONS; or in the rule file: listener = [\"MSA\", \"X\"]\n");
}

BOOST_AUTO_TEST_CASE(etrn_is_a_warning) {
    const auto site = SendmailSite{.listener = "Name=MSA, Port=587, M=a"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:11: listener MSA: warning: M=a without E\n"
               "    EHLO offers ETRN, which has no place on a submission port (RFC 6409, 7). No "
               "message suffers.\n"
               "    fix: M=aE\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:6: listener MSA: warning: M=a without E\n"
               "    EHLO offers ETRN, which has no place on a submission port (RFC 6409, 7). No "
               "message suffers.\n"
               "    fix: M=aE\n");
}

BOOST_AUTO_TEST_CASE(passwords_in_the_clear_are_a_warning) {
    const auto site = SendmailSite{.auth = "A y"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:11: listener MSA: warning: confAUTH_OPTIONS without p\n"
               "    Clients may send passwords in the clear, before the milter can ask for TLS.\n"
               "    fix: define(`confAUTH_OPTIONS', `A p y')\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:6: listener MSA: warning: confAUTH_OPTIONS without p\n"
               "    Clients may send passwords in the clear, before the milter can ask for TLS.\n"
               "    fix: define(`confAUTH_OPTIONS', `A p y')\n");
}

BOOST_AUTO_TEST_CASE(implicit_tls_protects_passwords) {
    const auto site = SendmailSite{.listener = "Name=MSA, Port=465, M=Eas", .auth = "A y"};
    BOOST_TEST(site.of_mc() == "");
    BOOST_TEST(site.of_cf() == "");
}

BOOST_AUTO_TEST_CASE(a_login_on_a_listener_without_milter_is_a_problem) {
    const auto site =
        SendmailSite{.mc =
                         "TRUST_AUTH_MECH(`PLAIN')dnl\nDAEMON_OPTIONS(`Name=IN, Port=2525, "
                         "InputMailFilters=scan')dnl\n",
                     .cf = "O DaemonPortOptions=Name=IN, Port=2525, InputMailFilters=scan\n"};
    BOOST_TEST(site.of_mc() ==
               "m.mc:14: listener IN: problem: filters scan are asked, not msa\n"
               "    What users submit here is neither judged nor signed.\n"
               "    fix: InputMailFilters=msa in its DAEMON_OPTIONS; or, if nobody is to submit "
               "here, M=A: no AUTH\n");
    BOOST_TEST(site.of_cf() ==
               "m.cf:11: listener IN: problem: filters scan are asked, not msa\n"
               "    What users submit here is neither judged nor signed.\n"
               "    fix: InputMailFilters=msa in its DAEMON_OPTIONS; or, if nobody is to submit "
               "here, M=A: no AUTH\n");
}

BOOST_AUTO_TEST_SUITE_END()
