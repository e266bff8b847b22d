// The sender without the milter, and client addresses: every complaint with its place and its
// words.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

constexpr const char* unguarded =
    "    What users submit here is neither judged nor signed, and neither the milter nor "
    "smtpd_sender_login_maps guards the sender: a user who logs in may be anybody.\n";
constexpr const char* guarded =
    "    What users submit here is neither judged nor signed; only MAIL FROM is compared with the "
    "login, by Postfix.\n";

/// What is said of a submission service without milter, with these options.
std::string without_milter(const std::string& options) {
    return PostfixSite{.options = options, .milters = ""}.said();
}

bool is_guarded(const std::string& options) {
    const std::string said = without_milter(options);
    BOOST_TEST((said.find(guarded) != std::string::npos) !=
               (said.find(unguarded) != std::string::npos));
    return said.find(guarded) != std::string::npos;
}

PostfixSite with_networks(const std::string& options) {
    return {.options = options,
            .daemon = {.socket = "unix:/var/spool/postfix/msa-milter/milter.sock",
                       .listeners = {"submission"},
                       .identities = IdentityFacts{.network = true}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postfix_senders)

BOOST_AUTO_TEST_CASE(without_milter_and_maps_anybody_may_be_anybody) {
    BOOST_TEST(without_milter("") ==
               std::string("master.cf:1: submission/inet: problem: smtpd_milters is empty\n") +
                   unguarded + "    fix: -o smtpd_milters=$msa_milter\n");
}

BOOST_AUTO_TEST_CASE(maps_and_a_restriction_guard_the_sender) {
    const std::string maps = "-o smtpd_sender_login_maps=hash:/x ";
    BOOST_TEST(is_guarded(maps + "-o smtpd_sender_restrictions=reject_sender_login_mismatch"));
    BOOST_TEST(is_guarded(
        maps + "-o smtpd_recipient_restrictions=reject_authenticated_sender_login_mismatch"));
    BOOST_TEST(is_guarded(maps + "-o smtpd_sender_restrictions=reject_unknown_sender_domain,"
                                 "reject_known_sender_login_mismatch,permit_sasl_authenticated"));
}

BOOST_AUTO_TEST_CASE(maps_alone_a_restriction_alone_or_too_late_guards_nothing) {
    const std::string maps = "-o smtpd_sender_login_maps=hash:/x ";
    BOOST_TEST(!is_guarded(maps));
    BOOST_TEST(!is_guarded("-o smtpd_sender_restrictions=reject_sender_login_mismatch"));
    BOOST_TEST(!is_guarded(
        maps +
        "-o smtpd_sender_restrictions=permit_sasl_authenticated,reject_sender_login_mismatch"));
    BOOST_TEST(
        !is_guarded(maps + "-o smtpd_sender_restrictions=permit,reject_sender_login_mismatch"));
    BOOST_TEST(!is_guarded(
        maps + "-o smtpd_sender_restrictions=reject_unauthenticated_sender_login_mismatch"));
}

BOOST_AUTO_TEST_CASE(the_second_line_of_the_example_holds_without_the_milter) {
    const auto site =
        PostfixSite{.main =
                        "msa_milter =\nmsa_maps = regexp:{ {/./ @} }\n"
                        "msa_restrictions = ${msa_milter:reject_known_sender_login_mismatch}\n",
                    .options =
                        "-o smtpd_sender_restrictions=$msa_restrictions "
                        "-o smtpd_sender_login_maps=$msa_maps"};
    BOOST_TEST(site.said().find(guarded) != std::string::npos, site.said());
}

BOOST_AUTO_TEST_CASE(addresses_that_a_proxy_names_are_no_proof) {
    const auto proxy = with_networks("-o smtpd_upstream_proxy_protocol=haproxy");
    BOOST_TEST(
        proxy.said() ==
        "master.cf:1: submission/inet: warning: smtpd_upstream_proxy_protocol = haproxy and "
        "[[identity.network]]\n"
        "    The client address is what the proxy says: whoever reaches this port past the proxy "
        "can name any address, and with it any login of [[identity.network]].\n"
        "    fix: an address or a firewall that lets only the proxy in; or a listener of its "
        "own for [[identity.network]]\n");
    const auto none = PostfixSite{.options = "-o smtpd_upstream_proxy_protocol=haproxy"};
    BOOST_TEST(none.said() == "");
    const auto xclient = with_networks("-o smtpd_authorized_xclient_hosts=192.0.2.7");
    BOOST_TEST(xclient.said().find("any client address (XCLIENT ADDR)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_services_on_one_port_are_a_problem) {
    const auto site =
        PostfixSite{.master =
                        "smtps inet n - y - - smtpd -o smtpd_sasl_auth_enable=yes\n"
                        "submissions inet n - y - - smtpd -o smtpd_milters=$msa_milter "
                        "-o milter_macro_daemon_name=submissions -o smtpd_sasl_auth_enable=yes\n"};
    BOOST_TEST(site.said().find("master.cf:5: submissions/inet: problem: port 465 belongs to "
                                "master.cf:4: smtps/inet already\n"
                                "    master cannot listen on one port twice and ends: no mail is "
                                "accepted.\n"
                                "    fix: postconf -MX smtps/inet\n") != std::string::npos,
               site.said());
    for (const char* const second : {"587", "127.0.0.1:submission", "[::1]:587"}) {
        const auto twice = PostfixSite{.master = std::string(second) + " inet n - y - - smtpd\n"};
        BOOST_TEST(twice.said().find("port 587 belongs to") != std::string::npos, second);
    }
    for (const char* const other : {"2587 inet", "587 unix", "smtp inet"}) {
        const auto once = PostfixSite{.master = std::string(other) + " n - y - - smtpd\n"};
        BOOST_TEST(once.said().find("belongs to") == std::string::npos, other);
    }
}

BOOST_AUTO_TEST_CASE(filters_of_refusals_are_a_warning) {
    const auto site = PostfixSite{.main = "smtpd_reject_filter_maps = regexp:/x\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: smtpd_reject_filter_maps = regexp:/x\n"
               "    They rewrite the milter's refusals: a 451 can become a 550, which loses mail, "
               "and the session that finds the record can be gone.\n"
               "    fix: smtpd_reject_filter_maps =\n");
}

BOOST_AUTO_TEST_CASE(tls_required_is_noted_where_postfix_knows_it) {
    const auto noted = [](const std::string& defaults) {
        return PostfixSite{.defaults = defaults}.noted().find("tls_required_enable = yes") !=
               std::string::npos;
    };
    BOOST_TEST(noted("tls_required_enable = yes\n"));
    BOOST_TEST(!noted("tls_required_enable = no\n"));
    BOOST_TEST(!noted(""));
}

BOOST_AUTO_TEST_CASE(releases_before_the_faults_of_2026_were_mended_are_noted) {
    const auto noted = [](const std::string& date) {
        return PostfixSite{.defaults = "mail_release_date = " + date + "\n"}.noted().find(
                   "mail_version = 3.7.11 of " + date) != std::string::npos;
    };
    BOOST_TEST(noted("20240305"));
    BOOST_TEST(noted("20260821"));
    BOOST_TEST(!noted("20260822"));
    BOOST_TEST(!noted("20270101"));
    BOOST_TEST(!noted("soon"));
}

BOOST_AUTO_TEST_CASE(what_was_read_is_said) {
    const auto examination = PostfixSite().examined();
    BOOST_REQUIRE(examination.has_value());
    BOOST_TEST(examination->found.checked.front() == "read: main.cf, master.cf");
}

BOOST_AUTO_TEST_SUITE_END()
