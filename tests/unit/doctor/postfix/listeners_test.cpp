// Listeners: every complaint with its severity, its place and its words.
#include "unit/doctor/postfix/site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(postfix_listeners)

BOOST_AUTO_TEST_CASE(smuggling_is_a_problem) {
    const auto site = PostfixSite{.options = "-o smtpd_forbid_bare_newline=no"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: smtpd_forbid_bare_newline = no\n"
               "    A bare newline ends a message (SMTP smuggling): whoever can put text into a "
               "user's message can send a second one with that user's login.\n"
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
               "    Nobody can log in here; the milter refuses clients without another proof.\n"
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
        "    These hosts can name any login (XCLIENT LOGIN), and the milter believes it.\n"
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

BOOST_AUTO_TEST_CASE(nul_in_header_fields_is_a_warning) {
    const std::string rest =
        "    The milter sees a header field up to its first NUL only: the rest leaves unjudged, or "
        "what is signed is not what leaves.\n";
    const std::string alone =
        "; for submissions alone, a cleanup of their own: see "
        "postfix-example/master.cf.submission\n";
    BOOST_TEST(PostfixSite{.cleanup = ""}.said() ==
               "main.cf: warning: message_reject_characters is not set\n" + rest +
                   "    fix: message_reject_characters = \\0" + alone);
    const auto other = PostfixSite{.main = "message_reject_characters = \\012\n", .cleanup = ""};
    BOOST_TEST(other.said() == "main.cf:3: warning: message_reject_characters = \\012\n" + rest +
                                   "    fix: message_reject_characters = \\0" + alone);
    const auto off = PostfixSite{.cleanup = "-o message_reject_characters="};
    BOOST_TEST(off.said() ==
               "master.cf:2: cleanup/unix: warning: message_reject_characters is empty\n" + rest +
                   "    fix: -o message_reject_characters=\\0" + alone);
}

BOOST_AUTO_TEST_CASE(nul_is_found_however_it_is_written) {
    for (const char* const written : {"\\0", "\\00", "\\000", "\\r\\0", "x\\0001", "\\012\\0"}) {
        const auto site =
            PostfixSite{.cleanup = std::string("-o message_reject_characters=") + written};
        BOOST_TEST(site.said() == "", written);
    }
    for (const char* const written : {"0", "\\\\0", "\\010", "\\x0", "\\", "\\1", "\\8\\80"}) {
        const auto site =
            PostfixSite{.cleanup = std::string("-o message_reject_characters=") + written};
        BOOST_TEST(site.said() != "", written);
    }
}

BOOST_AUTO_TEST_CASE(the_cleanup_of_the_service_counts) {
    const auto own =
        PostfixSite{.options = "-o cleanup_service_name=own",
                    .master = "own unix n - y - 0 cleanup -o message_reject_characters=\\0\n",
                    .cleanup = ""};
    BOOST_TEST(own.said() == "");
    const auto other = PostfixSite{.options = "-o cleanup_service_name=own",
                                   .master = "own unix n - y - 0 cleanup\n"};
    BOOST_TEST(
        other.said().starts_with("main.cf: warning: message_reject_characters is not set\n"));
}

BOOST_AUTO_TEST_CASE(a_cleanup_that_is_none_is_a_problem) {
    const auto site = PostfixSite{.options = "-o cleanup_service_name=own"};
    BOOST_TEST(site.said() ==
               "master.cf:1: submission/inet: problem: cleanup_service_name = own\n"
               "    master.cf has no such service: no message is accepted.\n"
               "    fix: own unix n - y - 0 cleanup, in master.cf\n");
}

BOOST_AUTO_TEST_CASE(listeners_without_the_milter_may_take_nul) {
    const auto site =
        PostfixSite{.options = "-o cleanup_service_name=own",
                    .master =
                        "own unix n - y - 0 cleanup -o message_reject_characters=\\0\n"
                        "smtp inet n - y - - smtpd\n",
                    .cleanup = ""};
    BOOST_TEST(site.said() == "");
}

BOOST_AUTO_TEST_CASE(a_lower_limit_of_fields_cuts_sooner) {
    const auto notes = [](const std::string& value) {
        return PostfixSite{.main = "header_size_limit = " + value + "\n"}.noted();
    };
    BOOST_TEST(notes("30000").find(
                   "main.cf:3: note: header_size_limit = 30000\n"
                   "    Postfix cuts longer header fields before the milter sees them, and says "
                   "nothing.\n"
                   "    fix: in the rule file, [check.line_lengths]: postfix_cut = 30000; then "
                   "what may have been cut is refused\n") != std::string::npos);
    for (const char* const value : {"60000", "102400", "$none"}) {
        BOOST_TEST(notes(value).find("header_size_limit") == std::string::npos);
    }
    const PostfixSite own{.cleanup = "-o message_reject_characters=\\0 -o header_size_limit=2000"};
    BOOST_TEST(own.noted().find("cleanup/unix: note: header_size_limit = 2000") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
