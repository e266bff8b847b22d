// `dns check` where SRV records lead: what a mail program would meet there.
#include "wire/daemon.h"
#include "wire/dns_site.h"
#include "wire/ipv6.h"
#include "wire/mail_server.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;

namespace {

const Authority& authority() {
    static const Authority shared;
    return shared;
}

struct SubmissionSite : DnsSite {
    /// With STARTTLS on this port, and implicit TLS not offered.
    [[nodiscard]] Ended check_at(int port) const {
        write_settings("submissions = 0\nsubmission = " + std::to_string(port) + '\n');
        return check(zone(), {"--ca", authority().certificate()});
    }
    /// With this in place of the SRV record that is printed.
    [[nodiscard]] Ended check_at(int port, const std::string& service) const {
        write_settings("submissions = 0\nsubmission = " + std::to_string(port) + '\n');
        return check(zone("SRV 10") + "_submission._tcp.mail SRV " + service + '\n',
                     {"--ca", authority().certificate()});
    }
    [[nodiscard]] Ended check_implicit_at(int port) const {
        write_settings("submission = 0\nsubmissions = " + std::to_string(port) + '\n');
        return check(zone(), {"--ca", authority().certificate()});
    }
    [[nodiscard]] static std::string place(int port) {
        return "msa.mail.example:" + std::to_string(port) + ": ";
    }
};

constexpr const char* own_name = "DNS:msa.mail.example";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dns_submission, SubmissionSite,
                         *boost::unit_test::precondition(has_resolver))

BOOST_AUTO_TEST_CASE(a_good_service_is_found_well) {
    const MailServer server(authority(), own_name);
    const auto checked = check_at(server.port());
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(
        says(checked, "ok", "srv", "10 1 " + std::to_string(server.port()) + " msa.mail.example"),
        checked.out);
    BOOST_TEST(says(checked, "ok", "submission",
                    place(server.port()) +
                        "TLSv1.3 by STARTTLS, AUTH under TLS only, certificate until 20"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(so_is_one_with_implicit_tls) {
    const MailServer server(authority(), own_name, "implicit");
    const auto checked = check_implicit_at(server.port());
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(says(checked, "ok", "submission", "TLSv1.3 from the first octet on"), checked.out);
}

BOOST_AUTO_TEST_CASE(another_port_in_dns_is_told) {
    const MailServer server(authority(), own_name);
    write_settings("submissions = 0\nsubmission = " + std::to_string(server.port()) + '\n');
    const int closed = free_port();
    const auto checked = check(
        zone("SRV 10") + "_submission._tcp.mail SRV 0 1 " + std::to_string(closed) + " msa.mail\n",
        {"--ca", authority().certificate()});
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "srv",
                    "names port " + std::to_string(closed) + ", but [names] has " +
                        std::to_string(server.port()),
                    "_submission._tcp.mail.example. IN SRV 10 1 " + std::to_string(server.port()) +
                        " msa.mail.example."),
               checked.out);
    BOOST_TEST(says(checked, "wrong", "submission", place(closed) + "nobody listens there",
                    "a listener of the MTA"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(another_host_in_dns_is_told) {
    const MailServer server(authority(), own_name);
    const auto checked =
        check_at(server.port(), "0 1 " + std::to_string(server.port()) + " other.mail");
    BOOST_TEST(says(checked, "wrong", "srv", "names other.mail.example, not this host"),
               checked.out);
    BOOST_TEST(says(checked, "wrong", "submission", "the host has no address"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_service_that_dns_denies_is_told) {
    const MailServer server(authority(), own_name);
    const auto checked = check_at(server.port(), "0 0 0 .");
    BOOST_TEST(says(checked, "wrong", "srv", "says that it is not offered, but [names] has port"),
               checked.out);
    BOOST_TEST(says(checked, "ok", "submission", "by STARTTLS"), checked.out);
}

BOOST_AUTO_TEST_CASE(starttls_that_is_not_offered_is_told) {
    const MailServer server(authority(), own_name, "no-starttls");
    const auto checked = check_at(server.port());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "submission", "STARTTLS is not offered",
                    "smtpd_tls_security_level=encrypt"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(auth_in_the_clear_is_told) {
    const MailServer server(authority(), own_name, "clear-auth");
    const auto checked = check_at(server.port());
    BOOST_TEST(says(checked, "wrong", "submission", "AUTH is offered without TLS",
                    "smtpd_tls_auth_only=yes"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(auth_that_is_not_offered_is_told) {
    const MailServer server(authority(), own_name, "no-auth");
    const auto checked = check_at(server.port());
    BOOST_TEST(says(checked, "wrong", "submission", "AUTH is not offered under TLS",
                    "smtpd_sasl_auth_enable=yes"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_host_is_told) {
    const MailServer server(authority(), "DNS:other.example");
    const auto checked = check_at(server.port());
    BOOST_TEST(says(checked, "wrong", "submission",
                    "the certificate does not hold the name msa.mail.example",
                    "a certificate for that name"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_has_expired_is_told) {
    const MailServer server(authority(), own_name, "expired");
    const auto checked = check_at(server.port());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "submission",
                    "the certificate is not trusted: certificate has expired"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_host_that_has_ipv6_alone_is_visited,
                     *boost::unit_test::precondition(has_ipv6)) {
    const MailServer server(authority(), own_name, "ipv6");
    write_settings("submissions = 0\nsubmission = " + std::to_string(server.port()) + '\n');
    auto records = zone();
    const std::string old = "msa.mail A 127.0.0.1\n";
    records.replace(records.find(old), old.size(), "msa.mail AAAA ::1\n");
    const auto checked = check(records, {"--ca", authority().certificate()});
    BOOST_TEST(checked.status == 0, checked.out + checked.err);
    BOOST_TEST(says(checked, "ok", "submission", place(server.port()) + "TLSv1.3 by STARTTLS"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_nobody_trusts_is_told) {
    const MailServer server(authority(), own_name);
    write_settings("submissions = 0\nsubmission = " + std::to_string(server.port()) + '\n');
    const auto checked = check(zone());
    BOOST_TEST(says(checked, "wrong", "submission", "the certificate is not trusted: "),
               checked.out);
}

BOOST_AUTO_TEST_CASE(octets_slipped_in_before_tls_are_told) {
    const MailServer server(authority(), own_name, "inject");
    const auto checked = check_at(server.port());
    BOOST_TEST(checked.status == 1);
    BOOST_TEST(says(checked, "wrong", "submission",
                    "there are octets behind the answer to STARTTLS", "before TLS"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(tls_that_does_not_begin_at_once_is_told) {
    const MailServer server(authority(), own_name);
    const auto checked = check_implicit_at(server.port());
    BOOST_TEST(says(checked, "wrong", "submission", "TLS: ", "smtpd_tls_wrappermode=yes"),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_busy_says_nothing_about_the_names) {
    const MailServer server(authority(), own_name, "busy");
    const auto checked = check_at(server.port());
    BOOST_TEST(checked.status == 69, checked.out);
    BOOST_TEST(says(checked, "cannot tell", "submission", "it answers 421 busy"), checked.out);
}

BOOST_AUTO_TEST_CASE(so_does_a_server_that_speaks_something_else) {
    const MailServer server(authority(), own_name, "http");
    const auto checked = check_at(server.port());
    BOOST_TEST(says(checked, "cannot tell", "submission",
                    "no reply of SMTP: \"HTTP/1.1 400 Bad Request\""),
               checked.out);
}

BOOST_AUTO_TEST_CASE(a_reply_without_end_is_not_read_for_ever) {
    const MailServer server(authority(), own_name, "endless");
    const auto checked = check_at(server.port());
    BOOST_TEST(says(checked, "cannot tell", "submission", "a reply without end"), checked.out);
}

BOOST_AUTO_TEST_CASE(a_file_of_trusted_certificates_that_is_none_is_told) {
    for (const std::string text : {"", "none\n"}) {
        const auto file = folder.write("none.pem", text);
        const auto checked = dns({"check", "mail.example", "--ca", file});
        BOOST_TEST(checked.status == 78);
        BOOST_TEST(checked.err.starts_with("msa-milter: " + file + ": there are no certificates"),
                   checked.err);
    }
}

BOOST_AUTO_TEST_SUITE_END()
