// What the rule file's sources of identity need of Postfix.
#include "unit/doctor/postfix_site.h"

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
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: non_smtpd_milters names the milter\n"
               "    \"local\" is no source of identity in the rule file: mail of programs on this "
               "host that call sendmail(1) comes back as a bounce.\n"
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

BOOST_AUTO_TEST_CASE(postfix_tells_no_more_than_common_names) {
    const PostfixSite site{.daemon = daemon_with({.certificate_key = "dn"})};
    BOOST_TEST(site.said() ==
               "the rule file: warning: [identity.certificate] key = \"dn\"\n"
               "    Postfix tells a milter the common name of a certificate only: clients that "
               "have one of these certificates and no login are asked to try again for ever.\n"
               "    fix: key = \"cn\"\n");
}

BOOST_AUTO_TEST_SUITE_END()
