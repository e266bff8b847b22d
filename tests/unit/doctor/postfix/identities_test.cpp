// What the rule file's sources of identity need of Postfix.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

DaemonFacts daemon_with(IdentityFacts identities, std::vector<std::string> listeners = {}) {
    return {.socket = "unix:/var/spool/postfix/msa-milter/milter.sock",
            .listeners = std::move(listeners),
            .identities = std::move(identities)};
}

constexpr const char* names_us = "non_smtpd_milters = $msa_milter\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(postfix_identities)

BOOST_AUTO_TEST_CASE(local_mail_that_has_an_identity_must_reach_the_milter) {
    BOOST_TEST((PostfixSite{.main = names_us, .daemon = daemon_with({.local = true})}.said()) ==
               "");
    const PostfixSite site{.daemon = daemon_with({.local = true})};
    BOOST_TEST(site.said() ==
               "main.cf: warning: non_smtpd_milters does not name the milter\n"
               "    \"local\" is a source of identity in the rule file, but mail of programs on "
               "this host that call sendmail(1) is neither judged nor signed.\n"
               "    fix: non_smtpd_milters with the milter of the submission services\n");
    // The warning stands for the note.
    BOOST_TEST(site.noted().find("non_smtpd_milters") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(local_mail_that_reaches_the_milter_must_have_an_identity) {
    const PostfixSite site{.main = names_us, .daemon = daemon_with({.local = false})};
    BOOST_TEST(
        site.said() ==
        "main.cf:3: warning: non_smtpd_milters names the milter\n"
        "    \"local\" is not a source of identity in the rule file: mail of programs on this "
        "host that call sendmail(1) comes back as a bounce, or, with a null sender, is lost.\n"
        "    fix: in the rule file: sources = [..., \"local\"], and [identity.local]\n");
    BOOST_TEST((PostfixSite{.daemon = daemon_with({.local = false})}.said()) == "");
    // Out of scope it passes, whoever it is.
    BOOST_TEST(
        (PostfixSite{.main = names_us, .daemon = daemon_with({}, {"submission", "submissions"})}
             .said()) == "");
}

BOOST_AUTO_TEST_CASE(local_mail_with_an_identity_must_be_in_scope) {
    const std::string name = std::string(names_us) + "milter_macro_daemon_name = local\n";
    const std::vector<std::string> submission{"submission", "submissions"};
    const PostfixSite site{.main = name, .daemon = daemon_with({.local = true}, submission)};
    BOOST_TEST(site.said() ==
               "main.cf:4: warning: milter_macro_daemon_name = local is not in the rule file's "
               "[scope]\n"
               "    \"local\" is a source of identity in the rule file, but the milter lets mail "
               "of programs on this host pass untouched and unsigned.\n"
               "    fix: in the rule file: listener = [..., \"local\"]\n");
    auto listeners = submission;
    listeners.emplace_back("local");
    BOOST_TEST(
        (PostfixSite{.main = name, .daemon = daemon_with({.local = true}, listeners)}.said()) ==
        "");
}

const std::string host = "myhostname = mail.example.com\n";
const std::string classes = "internal_mail_filter_classes = ";

msa::DaemonFacts that_notifies(std::vector<std::string> domains = {"mail.example.com"}) {
    return daemon_with({.local = true, .notifications = std::move(domains)});
}

BOOST_AUTO_TEST_CASE(bounces_that_the_milter_judges_must_be_local_mails_to_write) {
    PostfixSite site{.main = names_us + host + classes + "bounce\n",
                     .daemon = daemon_with({.local = true})};
    const std::string warning =
        "main.cf:5: warning: internal_mail_filter_classes = bounce\n"
        "    The milter is asked about this host's own bounces. If local mail does not own "
        "MAILER-DAEMON@mail.example.com, their author, they are refused: what bounced stays in "
        "the queue, and its sender does not hear of it.\n";
    BOOST_TEST(site.said() == warning +
                                  "    fix: in the rule file, [identity.local]: notifications = "
                                  "[\"mail.example.com\"]; or internal_mail_filter_classes =\n");
    // Without [identity.local] there is nothing to set in the rule file.
    site.daemon = daemon_with({.local = false});
    BOOST_TEST(site.said().starts_with(warning + "    fix: internal_mail_filter_classes =\n"));
    site.daemon = that_notifies();
    BOOST_TEST(site.said() == "");
    site.daemon = that_notifies({"example.com"});
    BOOST_TEST(site.said().starts_with(warning));
    site.main = names_us + host + classes + '\n';
    BOOST_TEST(site.said() == "");
    // Out of scope, or not asked, it does no harm.
    site.main = names_us + host + classes + "bounce\n";
    site.daemon = daemon_with({}, {"submission"});
    BOOST_TEST(site.said() == "");
    site.main = host + classes + "bounce\n";
    site.daemon = daemon_with({});
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(bounces_come_from_the_origin) {
    PostfixSite site{.main = names_us + host + classes +
                             "bounce\nmydomain = Example.com\nmyorigin = $mydomain\n",
                     .daemon = that_notifies()};
    BOOST_TEST(site.said().find("MAILER-DAEMON@Example.com") != std::string::npos);
    site.daemon = that_notifies({"mail.example.com", "example.com"});
    BOOST_TEST(site.said() == "");
    // What is not set comes of what is, and not of what `postconf -d` says of another name.
    site.defaults = "myhostname = vm.localdomain\nmydomain = localdomain\n";
    const auto expect = [&site](const std::string& lines, const std::string& origin) {
        site.main = names_us + classes + "bounce\n" + lines;
        site.daemon = that_notifies({origin});
        BOOST_TEST_CONTEXT(lines) {
            BOOST_TEST(site.said() == "");
        }
    };
    expect("", "vm.localdomain");
    expect("myorigin = $mydomain\n", "localdomain");
    expect("myorigin = $mydomain\nmyhostname = mx.example.net\n", "example.net");
    expect("mydomain = example.net\n", "vm.example.net");
    expect("mydomain = example.net\nmyhostname = mx.$mydomain\n", "mx.example.net");
    site.defaults = "myhostname = vm.example.org\nmydomain = example.org\n";
    expect("mydomain = example.net\n", "vm.example.org");
    expect("myorigin = $mydomain\n", "example.org");
    site.defaults = "myhostname = vm\n";
    expect("", "vm.localdomain");
    site.daemon = that_notifies({"mail.example.com", "example.com"});
    // Debian's /etc/mailname.
    site.main = names_us + host + classes + "bounce\nmyorigin = /etc/mailname\n";
    site.files = {{"/etc/mailname", "example.com\n"}};
    BOOST_TEST(site.said() == "");
    site.files = {{"/etc/mailname", "example.net\n"}};
    BOOST_TEST(site.said().find("MAILER-DAEMON@example.net") != std::string::npos);
    site.files = {};
    BOOST_TEST(site.said().find("MAILER-DAEMON@/etc/mailname") != std::string::npos);
}

std::string of_notices(const std::string& name, const std::string& fix) {
    return "    The milter is asked about notices for the postmaster. If local mail does not own "
           "their sender, " +
           name +
           "@mail.example.com, and their author, MAILER-DAEMON@mail.example.com, they are refused, "
           "and nobody gets them.\n"
           "    fix: " +
           fix + " internal_mail_filter_classes =";
}

BOOST_AUTO_TEST_CASE(notices_for_the_postmaster_must_be_local_mails_to_write) {
    PostfixSite site{.main = names_us + host + classes + "notify\n",
                     .daemon = daemon_with({.local = true})};
    const auto effect = of_notices("double-bounce",
                                   "in the rule file, [identity.local]: notifications = "
                                   "[\"mail.example.com\"]; or");
    BOOST_TEST(site.said() == "main.cf:5: warning: internal_mail_filter_classes = notify\n" +
                                  effect + " bounce\n");
    site.main = names_us + host + classes + "bounce\nnotify_classes = bounce\n";
    BOOST_TEST(
        site.said().ends_with("main.cf:6: warning: internal_mail_filter_classes = bounce, "
                              "notify_classes = bounce\n" +
                              effect + '\n'));
    site.daemon = that_notifies();
    BOOST_TEST(site.said() == "");
    site.main = names_us + host + classes + "notify\n";
    BOOST_TEST(site.said() == "");
    site.main = names_us + host + classes + "bounce\nnotify_classes = resource, policy\n";
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(notices_may_have_a_sender_that_no_rule_file_knows) {
    const PostfixSite site{
        .main = names_us + host + classes + "notify\ndouble_bounce_sender = void\n",
        .daemon = that_notifies()};
    BOOST_TEST(site.said() == "main.cf:5: warning: internal_mail_filter_classes = notify\n" +
                                  of_notices("void",
                                             "both addresses in a table, for the login of "
                                             "[identity.local]; or") +
                                  " bounce\n");
}

BOOST_AUTO_TEST_CASE(the_bounce_service_may_have_a_setting_of_its_own) {
    const std::string service = "bounce unix - - y - 0 bounce -o internal_mail_filter_classes=";
    PostfixSite site{.main = names_us, .daemon = daemon_with({.local = true})};
    site.master = service + "bounce\n";
    BOOST_TEST(site.said().starts_with(
        "master.cf:4: bounce/unix: warning: internal_mail_filter_classes = bounce\n"));
    BOOST_TEST(site.said().ends_with("; or -o internal_mail_filter_classes=\n"));
}

BOOST_AUTO_TEST_CASE(postfix_tells_no_more_than_common_names) {
    const PostfixSite site{.daemon = daemon_with({.certificate_key = "dn"})};
    BOOST_TEST(site.said() ==
               "the rule file: warning: [identity.certificate] key = \"dn\"\n"
               "    Postfix tells a milter only the common name of a certificate: clients with one "
               "of these certificates and no login are asked to try again for ever.\n"
               "    fix: key = \"cn\"\n");
}

BOOST_AUTO_TEST_SUITE_END()
