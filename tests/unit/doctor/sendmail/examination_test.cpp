// The examination of Sendmail as a whole: notes, and what cannot be read.
#include "base/file.h"
#include "fakes/temporary_folder.h"
#include "unit/doctor/sendmail/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(sendmail_examination)

BOOST_AUTO_TEST_CASE(a_milter_for_submission_has_no_complaint) {
    const auto site = SendmailSite();
    BOOST_TEST(site.of_mc() == "");
    BOOST_TEST(site.of_cf() == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_said) {
    const auto site = SendmailSite{.mc = "define(`a', `b\n",
                                   .cf = "Xalone\n?odd\nMx, P=[IPC], F=mDFM8, L=long\n"};
    BOOST_TEST(site.of_mc() == "m.mc:13: define( does not end");
    BOOST_TEST(site.of_cf() ==
               "m.cf:11: warning: not understood: Xalone\n"
               "    It was left out of the examination.\n"
               "m.cf:12: warning: not understood: ?odd\n"
               "    It was left out of the examination.\n"
               "m.cf:13: warning: not understood: L=long\n"
               "    It was left out of the examination.\n");
}

BOOST_AUTO_TEST_CASE(the_milter_cannot_see_everything) {
    const auto site = SendmailSite();
    BOOST_TEST(
        site.notes_of_mc() ==
        "m.mc:10: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.mc: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.mc: note: mailer smtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.mc: note: mailer smtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
    BOOST_TEST(
        site.notes_of_cf() ==
        "m.cf:5: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.cf: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.cf:13: note: mailer esmtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.cf:13: note: mailer esmtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
}

BOOST_AUTO_TEST_CASE(a_listener_that_demands_no_login_is_a_note) {
    const auto site = SendmailSite{
        .listener = "Name=MSA, Port=587, M=E",
        .mc = "define(`SMTP_MAILER_LL', `2040')dnl\n",
        .daemon = {.socket = "/run/msa-milter/milter.sock", .listeners = {}, .encodes_8bit = true}};
    BOOST_TEST(
        site.notes_of_mc() ==
        "m.mc: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.mc:11: listener MSA: note: M=E without a\n"
        "    Sendmail itself demands no login here: only the milter's rules refuse clients without "
        "one.\n"
        "    fix: M=Ea, unless strangers are to reach postmaster here\n");
    BOOST_TEST(
        site.notes_of_cf() ==
        "m.cf: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.cf:6: listener MSA: note: M=E without a\n"
        "    Sendmail itself demands no login here: only the milter's rules refuse clients without "
        "one.\n"
        "    fix: M=Ea, unless strangers are to reach postmaster here\n"
        "m.cf:13: note: mailer esmtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n");
}

BOOST_AUTO_TEST_CASE(a_milter_that_ends_the_connection_is_a_note) {
    const auto site = SendmailSite{.equates = "S=local:/run/msa-milter/milter.sock, F=4"};
    BOOST_TEST(
        site.notes_of_mc() ==
        "m.mc:6: note: filter msa: F=4\n"
        "    While the milter is down, clients get 421 and lose the connection; they try again.\n"
        "    fix: F=T\n"
        "m.mc:10: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.mc: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.mc: note: mailer smtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.mc: note: mailer smtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
    BOOST_TEST(
        site.notes_of_cf() ==
        "m.cf:10: note: filter msa: F=4\n"
        "    While the milter is down, clients get 421 and lose the connection; they try again.\n"
        "    fix: F=T\n"
        "m.cf:5: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.cf: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.cf:13: note: mailer esmtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.cf:13: note: mailer esmtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
}

BOOST_AUTO_TEST_CASE(canonification_is_a_note) {
    const auto site = SendmailSite{.mc = "ifdef(`x', `y')dnl\n",
                                   .cf = "R$* $| $* < @ $* > $*\t$: $2 < @ $[ $3 $] > $4\n"};
    BOOST_TEST(
        site.notes_of_mc() ==
        "m.mc:13: note: ifdef(x)\n"
        "    It was not decided; what it adds is in the sendmail.cf that m4 makes from this file.\n"
        "m.mc:10: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.mc: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.mc: note: mailer smtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.mc: note: mailer smtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
    BOOST_TEST(
        site.notes_of_cf() ==
        "m.cf:5: listener MTA: note: Name=MTA is not in the rule file's [scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "m.cf: note: only SMTP meets milters\n"
        "    Mail of programs on this host that this Sendmail takes from its command line is "
        "neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "m.cf:11: note: no FEATURE(`nocanonify')\n"
        "    Domains in address fields that the DNS has another name for (CNAME) are replaced "
        "after they were signed: the signature breaks.\n"
        "    fix: FEATURE(`nocanonify')\n"
        "m.cf:14: note: mailer esmtp: L below 998\n"
        "    The rule line_lengths refuses lines over sendmail_maximum (990); what is over L and "
        "passes is cut after it was signed: the signature breaks.\n"
        "    fix: define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and sendmail_maximum = "
        "998 in [check.line_lengths]\n"
        "m.cf:14: note: mailer esmtp: no flag 8\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
}

BOOST_AUTO_TEST_CASE(included_files_are_read) {
    const TemporaryFolder folder;
    const auto path = folder.write(
        "submission.m4", "MASQUERADE_AS(`example.com')dnl\ninclude(`/no/such/file')dnl\n");
    const auto site = SendmailSite{.mc = "include(`" + path + "')dnl\n"};
    BOOST_TEST(site.of_mc().starts_with(path + ":1: warning: MASQUERADE_AS(`example.com')\n"));
    BOOST_TEST(site.notes_of_mc().starts_with(
        path +
        ":2: note: include(/no/such/file)\n"
        "    It was not read; what it adds is in the sendmail.cf that m4 makes from this file.\n"));
    // A file that includes itself is read until that is enough.
    const auto circle = folder.path_of("circle.m4");
    (void)folder.write("circle.m4", "include(`" + circle + "')dnl\n");
    const auto endless = SendmailSite{.mc = "include(`" + circle + "')dnl\n"};
    BOOST_TEST(endless.notes_of_mc().starts_with(circle + ":1: note: include("));
}

BOOST_AUTO_TEST_CASE(the_shipped_examples_have_no_problem) {
    std::string mc = read_file("sendmail-example/sendmail.mc", 100000).value();
    const std::string there = "/etc/mail/submission.m4";
    mc.replace(mc.find(there), there.size(), "sendmail-example/submission.m4");
    const auto examination = examine_sendmail(
        {.name = "sendmail.mc", .text = mc},
        {.socket = "unix:/run/msa-milter/milter.sock", .listeners = {"submission", "submissions"}});
    BOOST_REQUIRE(examination);
    BOOST_TEST(examination->found.count(Severity::problem) == 0U);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_neither_is_an_error) {
    for (const char* const text : {"", "hello\n", "a = b\n",
                                   "\x7f"
                                   "ELF"}) {
        const auto examination =
            examine_sendmail({.name = "f", .text = text}, {.socket = "/s", .listeners = {}});
        BOOST_REQUIRE(!examination);
        BOOST_TEST(examination.error().what ==
                   "f: neither a sendmail.cf nor a .mc file of Sendmail");
    }
}

BOOST_AUTO_TEST_CASE(trust_in_sticky_directories_is_read) {
    const auto trusts = [](const std::string& text) {
        const auto examination =
            examine_sendmail({.name = "f", .text = text}, {.socket = "/s", .listeners = {}});
        return examination && examination->trusts_sticky;
    };
    BOOST_TEST(trusts("V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\n"));
    BOOST_TEST(trusts("define(`confDONT_BLAME_SENDMAIL', `Safe, TrustStickyBit')"));
    BOOST_TEST(!trusts("V10/Berkeley\nO DontBlameSendmail=Safe\n"));
}

BOOST_AUTO_TEST_SUITE_END()
