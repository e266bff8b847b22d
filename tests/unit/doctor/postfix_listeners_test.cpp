// Listeners: every complaint with its severity, its place and its words.
#include "unit/doctor/postfix_site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(postfix_listeners)

BOOST_AUTO_TEST_CASE(smuggling_is_a_problem) {
    const auto site = PostfixSite{.options = "-o smtpd_forbid_bare_newline=no"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: smtpd_forbid_bare_newline = no\n"
               "    A bare newline ends a message (SMTP smuggling): who can put text into a user's "
               "message can send a second one with that user's login.\n"
               "    fix: -o smtpd_forbid_bare_newline=normalize\n");
}

BOOST_AUTO_TEST_CASE(clients_that_may_smuggle_are_a_warning) {
    const auto site = PostfixSite{.options = "-o smtpd_forbid_bare_newline_exclusions=$mynetworks"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: smtpd_forbid_bare_newline_exclusions = "
               "$mynetworks\n"
               "    For these clients a bare newline still ends a message (SMTP smuggling).\n"
               "    fix: -o smtpd_forbid_bare_newline_exclusions=\n");
}

BOOST_AUTO_TEST_CASE(passwords_in_the_clear_are_a_warning) {
    const auto site = PostfixSite{.options = "-o smtpd_tls_security_level=may"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: neither smtpd_tls_security_level = encrypt "
               "nor smtpd_tls_auth_only = yes\n"
               "    Clients may send passwords in the clear, before the milter can ask for TLS.\n"
               "    fix: -o smtpd_tls_security_level=encrypt\n");
}

BOOST_AUTO_TEST_CASE(auth_only_over_tls_is_enough) {
    const auto site =
        PostfixSite{.options = "-o smtpd_tls_security_level=may -o smtpd_tls_auth_only=yes"};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_submission_service_without_logins_is_a_warning) {
    const auto site = PostfixSite{.options = "-o smtpd_sasl_auth_enable=no"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: smtpd_sasl_auth_enable = no\n"
               "    Nobody can log in here; the milter refuses who has no other proof.\n"
               "    fix: -o smtpd_sasl_auth_enable=yes\n");
}

BOOST_AUTO_TEST_CASE(anonymous_logins_are_a_problem) {
    const auto site = PostfixSite{.options = "-o smtpd_sasl_security_options=noplaintext"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: smtpd_sasl_security_options = noplaintext\n"
               "    Without noanonymous everybody may log in, as anonymous.\n"
               "    fix: -o smtpd_sasl_security_options=noanonymous\n");
}

BOOST_AUTO_TEST_CASE(proxies_that_name_logins_are_a_warning) {
    const auto site = PostfixSite{.main = "smtpd_authorized_xclient_hosts = 192.0.2.7\n"};
    BOOST_TEST(
        site.said() ==
        "main.cf:3: warning: smtpd_authorized_xclient_hosts = 192.0.2.7\n"
        "    These hosts name any login they like (XCLIENT LOGIN), and the milter believes it.\n"
        "    fix: -o smtpd_authorized_xclient_hosts=, unless all of them are proxies that check "
        "logins\n");
}

BOOST_AUTO_TEST_CASE(etrn_is_a_warning) {
    const auto site = PostfixSite{.options = "-o smtpd_discard_ehlo_keywords="};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: smtpd_discard_ehlo_keywords is empty\n"
               "    EHLO offers ETRN, which has no place on a submission port (RFC 6409, 7). No "
               "message suffers.\n"
               "    fix: -o smtpd_discard_ehlo_keywords=etrn,silent-discard\n");
}

BOOST_AUTO_TEST_CASE(completing_all_headers_is_a_warning) {
    const auto site = PostfixSite{.main = "always_add_missing_headers = yes\n"};
    BOOST_TEST(site.said() ==
               "main.cf:3: warning: always_add_missing_headers = yes\n"
               "    Postfix adds From, Date and Message-ID before the milter sees the message: "
               "what was missing is neither refused nor recorded.\n"
               "    fix: always_add_missing_headers = no\n");
}

BOOST_AUTO_TEST_CASE(completing_the_headers_of_users_is_a_warning) {
    const auto site =
        PostfixSite{.options = "-o local_header_rewrite_clients=permit_sasl_authenticated"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: warning: local_header_rewrite_clients = "
               "permit_sasl_authenticated\n"
               "    Postfix adds From, Date and Message-ID before the milter sees the message: "
               "what was missing is neither refused nor recorded.\n"
               "    fix: -o local_header_rewrite_clients=\n");
}

BOOST_AUTO_TEST_SUITE_END()
