// The examination as a whole, and what cannot be read.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(postfix_examination)

BOOST_AUTO_TEST_CASE(the_example_has_no_complaint) {
    const auto site = PostfixSite();
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(an_old_postfix_is_a_warning) {
    const auto site = PostfixSite{.defaults = "mail_version = 3.5.25\n"};
    BOOST_TEST(site.said() ==
               "main.cf: warning: mail_version = 3.5.25\n"
               "    The milter was tested with Postfix 3.7 and newer.\n"
               "    fix: Postfix 3.7 or newer\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_said) {
    const auto site = PostfixSite{.main = "this is no parameter\nsmtp_generic_maps = ${x\n",
                                  .master = "broken inet n\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: not understood: this is no parameter\n"
               "    It was left out: it is not name = value.\n"
               "master.cf:4: warning: not understood: broken inet n\n"
               "    It was left out: it does not have the eight fields of master(5).\n"
               "main.cf:4: warning: not understood: smtp_generic_maps = ${x\n"
               "    It was taken literally: '${x' does not end.\n"
               "main.cf:4: warning: smtp_generic_maps = ${x\n"
               "    It replaces addresses in From, To and Cc after they were judged and signed: "
               "receivers see an author that nobody judged, and the signature breaks.\n"
               "    fix: smtp_generic_maps =; rewrite before the milter (canonical_maps) or in it "
               "(the rule rewrite_senders)\n");
}

BOOST_AUTO_TEST_CASE(braces_that_do_not_match_are_said) {
    const auto site = PostfixSite{.main = "smtpd_milters = { unix:x\n", .milters = ""};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: smtpd_milters is not understood\n"
               "    Whether the milter is asked is not known: '{ unix:x' has no closing brace.\n");
}

BOOST_AUTO_TEST_CASE(an_option_that_is_none_is_said) {
    const auto site = PostfixSite{.options = "-o broken"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: not understood: -o broken\n"
               "    It was left out: it is not name=value.\n");
}

BOOST_AUTO_TEST_CASE(local_mail_and_conversion_are_notes) {
    const auto site = PostfixSite();
    BOOST_TEST(
        site.noted() ==
        "main.cf: note: non_smtpd_milters does not name the milter\n"
        "    Mail of programs on this host that call sendmail(1) is neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n"
        "main.cf: note: disable_mime_output_conversion = no\n"
        "    If the next hop does not offer 8BITMIME, 8-bit MIME bodies are converted after "
        "they were signed: the signature breaks.\n"
        "    fix: [check.encode_8bit] with action = \"repair\" in the rule file: encoded before "
        "signing\n");
}

BOOST_AUTO_TEST_CASE(nothing_is_noted_where_the_rules_encode_and_local_mail_is_judged) {
    const auto site = PostfixSite{.main = "non_smtpd_milters = $msa_milter\n",
                                  .daemon = {.socket = "/var/spool/postfix/msa-milter/milter.sock",
                                             .listeners = {},
                                             .encodes_8bit = true}};
    BOOST_TEST(site.noted() == "");
}

BOOST_AUTO_TEST_CASE(a_relay_that_the_rules_do_not_govern_is_a_note) {
    const auto site =
        PostfixSite{.master =
                        "10025 inet n - y - - smtpd -o smtpd_milters=$msa_milter -o "
                        "milter_macro_daemon_name=relay\n -o smtpd_forbid_bare_newline=normalize "
                        "-o smtpd_forbid_bare_newline_exclusions=\n",
                    .daemon = {.socket = "/var/spool/postfix/msa-milter/milter.sock",
                               .listeners = {"submission"},
                               .encodes_8bit = true}};
    BOOST_TEST(
        site.noted() ==
        "master.cf:4: 10025/inet: note: milter_macro_daemon_name = relay is not in the rule file's "
        "[scope]\n"
        "    The milter lets what comes in here pass untouched and unsigned.\n"
        "main.cf: note: non_smtpd_milters does not name the milter\n"
        "    Mail of programs on this host that call sendmail(1) is neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n");
}

BOOST_AUTO_TEST_CASE(conversion_before_signing_needs_no_note) {
    const auto site = PostfixSite{.main = "force_mime_input_conversion = yes\n"};
    BOOST_TEST(
        site.noted() ==
        "main.cf: note: non_smtpd_milters does not name the milter\n"
        "    Mail of programs on this host that call sendmail(1) is neither judged nor signed.\n"
        "    fix: a login on port 587 for those programs\n");
}

BOOST_AUTO_TEST_CASE(what_was_looked_at_is_told) {
    const auto examination = PostfixSite().examined();
    BOOST_REQUIRE(examination);
    BOOST_TEST(examination->found.summary() == "ok: 0 problems, 0 warnings, 2 notes");
    BOOST_TEST(examination->found.checked.size() == 6U);
    BOOST_TEST(examination->found.checked.back() ==
               "parameters that are not set: as in Postfix 3.7.11");
    BOOST_TEST(examination->user == "postfix");
}

BOOST_AUTO_TEST_CASE(postconfs_own_warnings_are_repeated_once) {
    PostfixInput input;
    input.main = {.name = "main.cf", .text = "a = b", .is_file = false};
    input.master = {.name = "master.cf", .text = "smtp unix - - y - - smtp", .is_file = false};
    input.said =
        "postconf: warning: main.cf: unused parameter: a\n\n"
        "postconf: warning: main.cf: unused parameter: a\n";
    const auto examination = examine_postfix(input, {.socket = "/run/m.sock", .listeners = {}});
    BOOST_REQUIRE(examination);
    BOOST_TEST(examination->found.summary() == "not ok: 1 problem, 1 warning, 1 note");
    BOOST_TEST(to_text(examination->found.complaints[0]) ==
               "postconf: warning: postconf: warning: main.cf: unused parameter: a\n");
    BOOST_TEST(to_text(examination->found.complaints[1]) ==
               "master.cf: problem: no submission service, and no smtpd that asks /run/m.sock\n"
               "    The milter is never asked: nothing is judged or signed.\n"
               "    fix: the services of postfix-example/master.cf.submission\n");
}

BOOST_AUTO_TEST_CASE(a_text_without_a_parameter_or_a_service_is_none_of_postfix) {
    const auto read = [](const std::string& main, const std::string& master) {
        PostfixInput input;
        input.main = {.name = "main.cf", .text = main};
        input.master = {.name = "master.cf", .text = master};
        const auto examination = examine_postfix(input, {.socket = "/run/m.sock", .listeners = {}});
        return examination ? std::string() : examination.error().what;
    };
    const std::string service = "smtp unix - - y - - smtp";
    BOOST_TEST(read("", service) == "main.cf: holds no Postfix parameter");
    BOOST_TEST(read("# nothing\n", service) == "main.cf: holds no Postfix parameter");
    BOOST_TEST(read("\x01\x02", service) == "main.cf: holds no Postfix parameter");
    BOOST_TEST(read("a = b", "") == "master.cf: holds no service of Postfix");
    BOOST_TEST(read("a = b", "a = b") == "master.cf: holds no service of Postfix");
    BOOST_TEST(read("a = b", service) == "");
}

BOOST_AUTO_TEST_SUITE_END()
