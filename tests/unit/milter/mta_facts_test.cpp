// Facts from the MTA: which one it is, addresses, logins.
#include "milter/mta_facts.h"

#include <cstring>
#include <string>

#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>
#include <netinet/in.h>
#include <sys/un.h>

using msa::MtaKind;

namespace {

sockaddr_storage address_of(const char* text, int family) {
    sockaddr_storage storage{};
    if (family == AF_INET) {
        sockaddr_in name{};
        name.sin_family = AF_INET;
        name.sin_port = htons(4711);
        inet_pton(AF_INET, text, &name.sin_addr);
        std::memcpy(&storage, &name, sizeof name);
    } else {
        sockaddr_in6 name{};
        name.sin6_family = AF_INET6;
        name.sin6_port = htons(4711);
        inet_pton(AF_INET6, text, &name.sin6_addr);
        std::memcpy(&storage, &name, sizeof name);
    }
    return storage;
}

msa::Client client_of(const char* text, int family) {
    const sockaddr_storage storage = address_of(text, family);
    return msa::client_of(reinterpret_cast<const sockaddr*>(&storage));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mta_facts)

BOOST_AUTO_TEST_CASE(the_mta_is_known_by_its_version) {
    BOOST_CHECK(msa::host_of("Postfix 3.7.11") == MtaKind::postfix);
    BOOST_CHECK(msa::host_of("8.17.1.9") == MtaKind::sendmail);
    BOOST_CHECK(msa::host_of("8.17.1.9/8.17.1.9") == MtaKind::sendmail);
    BOOST_CHECK(msa::host_of("") == MtaKind::unknown);
    BOOST_CHECK(msa::host_of(".1") == MtaKind::unknown);
    BOOST_CHECK(msa::host_of("8.") == MtaKind::unknown);
    BOOST_CHECK(msa::host_of("Other 8.1") == MtaKind::unknown);
}

BOOST_AUTO_TEST_CASE(sendmail_is_given_its_name) {
    BOOST_TEST(msa::mta_of("8.17.1.9") == "Sendmail 8.17.1.9");
    BOOST_TEST(msa::mta_of("Postfix 3.7.11") == "Postfix 3.7.11");
    BOOST_TEST(msa::mta_of("") == "");
}

BOOST_AUTO_TEST_CASE(each_mta_shows_a_local_program_in_its_own_way) {
    const sockaddr_storage storage = address_of("127.0.0.1", AF_INET);
    const auto* const loopback = reinterpret_cast<const sockaddr*>(&storage);
    BOOST_TEST(msa::is_local_client(MtaKind::postfix, loopback, {"127.0.0.1", 0}));
    BOOST_TEST(!msa::is_local_client(MtaKind::postfix, loopback, {"127.0.0.1", 4711}));
    BOOST_TEST(!msa::is_local_client(MtaKind::postfix, loopback, {"192.0.2.1", 0}));
    BOOST_TEST(!msa::is_local_client(MtaKind::postfix, nullptr, {"127.0.0.1", 0}));
    BOOST_TEST(msa::is_local_client(MtaKind::sendmail, nullptr, {}));
    BOOST_TEST(!msa::is_local_client(MtaKind::sendmail, nullptr, {"192.0.2.1", 0}));
    BOOST_TEST(!msa::is_local_client(MtaKind::sendmail, loopback, {"127.0.0.1", 0}));
    BOOST_TEST(!msa::is_local_client(MtaKind::unknown, nullptr, {}));
}

BOOST_AUTO_TEST_CASE(the_client_is_read_from_the_socket_address) {
    BOOST_TEST(client_of("192.0.2.1", AF_INET).address == "192.0.2.1");
    BOOST_TEST(client_of("192.0.2.1", AF_INET).port == 4711);
    BOOST_TEST(client_of("2001:DB8::1", AF_INET6).address == "2001:db8::1");
    BOOST_TEST(client_of("2001:db8::1", AF_INET6).port == 4711);
}

BOOST_AUTO_TEST_CASE(a_mapped_address_is_the_ipv4_address) {
    BOOST_TEST(client_of("::ffff:192.0.2.1", AF_INET6).address == "192.0.2.1");
    BOOST_TEST(msa::client_address_of("::ffff:192.0.2.1") == "192.0.2.1");
}

BOOST_AUTO_TEST_CASE(a_local_client_has_no_address) {
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    BOOST_TEST(msa::client_of(nullptr).address == "");
    BOOST_TEST(msa::client_of(reinterpret_cast<const sockaddr*>(&local)).address == "");
}

BOOST_AUTO_TEST_CASE(a_macro_counts_only_if_it_is_an_address) {
    BOOST_TEST(msa::client_address_of("192.0.2.1") == "192.0.2.1");
    BOOST_TEST(msa::client_address_of("IPv6:2001:db8::1") == "2001:db8::1");
    BOOST_TEST(msa::client_address_of("2001:db8::1") == "2001:db8::1");
    BOOST_TEST(msa::client_address_of("local") == "");
    BOOST_TEST(msa::client_address_of("") == "");
}

BOOST_AUTO_TEST_CASE(an_unresolved_client_has_no_name) {
    BOOST_TEST(msa::client_name_of("client.example.org") == "client.example.org");
    BOOST_TEST(msa::client_name_of("unknown") == "");
    BOOST_TEST(msa::client_name_of("[192.0.2.1]") == "");
}

BOOST_AUTO_TEST_CASE(a_number_is_all_digits) {
    BOOST_TEST(msa::number_of("587") == 587);
    BOOST_TEST(msa::number_of("587x") == 0);
    BOOST_TEST(msa::number_of("-1") == 0);
    BOOST_TEST(msa::number_of("99999999999") == 0);
    BOOST_TEST(msa::number_of("") == 0);
}

BOOST_AUTO_TEST_CASE(only_sendmail_encodes_the_login) {
    BOOST_TEST(msa::login_of(MtaKind::sendmail, "PLAIN", "ali+2Btag").value() == "ali+tag");
    BOOST_TEST(msa::login_of(MtaKind::postfix, "PLAIN", "ali+2Btag").value() == "ali+2Btag");
    BOOST_TEST(msa::login_of(MtaKind::unknown, "PLAIN", "ali+2Btag").value() == "ali+2Btag");
}

BOOST_AUTO_TEST_CASE(a_login_that_cannot_be_decoded_is_an_error) {
    BOOST_CHECK(!msa::login_of(MtaKind::sendmail, "PLAIN", "ali+tag"));
    BOOST_CHECK(!msa::login_of(MtaKind::sendmail, "EXTERNAL", "/CN+3Dali+2Btag"));
}

BOOST_AUTO_TEST_CASE(a_login_out_of_a_certificate_was_encoded_twice_by_sendmail) {
    const std::string macro = "/O+3DExample+2B20Org/CN+3Dalice@example.com";
    BOOST_TEST(msa::login_of(MtaKind::sendmail, "EXTERNAL", macro).value() ==
               "/O=Example Org/CN=alice@example.com");
    BOOST_TEST(msa::login_of(MtaKind::postfix, "EXTERNAL", macro).value() == macro);
}

BOOST_AUTO_TEST_CASE(a_certificate_counts_behind_sendmail_only_where_it_is_verified) {
    msa::CertificateMacros macros{.verify = "OK",
                                  .cert_subject = "/O=Example/CN=svc+20+28batch+29",
                                  .cert_issuer = "/CN=Example+20CA",
                                  .cn_subject = "svc+20+28batch+29",
                                  .cn_issuer = "Example+20CA"};
    const auto verified = msa::certificate_of(MtaKind::sendmail, macros).value();
    BOOST_TEST(verified.subject == "svc (batch)");
    BOOST_TEST(verified.issuer == "Example CA");
    for (const auto* other : {"FAIL", "NO", "NOT", "TRUSTED", "ok", ""}) {
        macros.verify = other;
        BOOST_TEST(msa::certificate_of(MtaKind::sendmail, macros).value().subject == "");
    }
    macros = {.verify = "OK",
              .cert_subject = {},
              .cert_issuer = {},
              .cn_subject = "a+b",
              .cn_issuer = {}};
    BOOST_TEST(!msa::certificate_of(MtaKind::sendmail, macros).has_value());
}

BOOST_AUTO_TEST_CASE(sendmail_tells_the_whole_name_and_the_fingerprint_of_a_certificate) {
    std::string digest = "AB";
    for (int i = 1; i < 32; ++i) {
        digest += ":0F";
    }
    msa::CertificateMacros macros{.verify = "OK",
                                  .cert_subject = "/O=Example+20Org/CN=svc+207",
                                  .cert_issuer = "/CN=Example+20CA",
                                  .cn_subject = "svc+207",
                                  .cn_issuer = "Example+20CA",
                                  .cert_fp = digest};
    const auto certificate = msa::certificate_of(MtaKind::sendmail, macros).value();
    BOOST_TEST(certificate.dn == "/O=Example+20Org/CN=svc+207");
    BOOST_TEST(certificate.fingerprint.substr(0, 8) == "ab:0f:0f");
    macros.cert_fp = digest.substr(0, 20 * 3 - 1);
    BOOST_TEST(msa::certificate_of(MtaKind::sendmail, macros).value().fingerprint == "");
    macros.verify = "FAIL";
    BOOST_TEST(msa::certificate_of(MtaKind::sendmail, macros).value().dn == "");
}

BOOST_AUTO_TEST_CASE(a_common_name_with_a_slash_makes_the_whole_name_unclear) {
    const msa::CertificateMacros macros{.verify = "OK",
                                        .cert_subject = "/CN=bob/emailAddress=alice@example.com",
                                        .cert_issuer = {},
                                        .cn_subject = "bob/emailAddress=alice@example.com",
                                        .cn_issuer = "Example+20CA"};
    const auto certificate = msa::certificate_of(MtaKind::sendmail, macros).value();
    BOOST_TEST(certificate.subject == "bob/emailAddress=alice@example.com");
    BOOST_TEST(certificate.dn == "");
}

BOOST_AUTO_TEST_CASE(an_mta_that_is_not_known_tells_of_no_certificate) {
    const msa::CertificateMacros macros{.verify = "OK",
                                        .cert_subject = "alice",
                                        .cert_issuer = "Example CA",
                                        .cn_subject = "alice",
                                        .cn_issuer = "Example+20CA"};
    const auto certificate = msa::certificate_of(MtaKind::unknown, macros).value();
    BOOST_TEST(certificate.subject == "");
    BOOST_TEST(certificate.issuer == "");
}

BOOST_AUTO_TEST_CASE(postfix_tells_of_verified_certificates_only_by_their_common_names) {
    const auto certificate =
        msa::certificate_of(MtaKind::postfix, {.verify = {},
                                               .cert_subject = "svc+20 (batch)",
                                               .cert_issuer = "Example CA",
                                               .cn_subject = "x",
                                               .cn_issuer = "y"})
            .value();
    BOOST_TEST(certificate.subject == "svc+20 (batch)");
    BOOST_TEST(certificate.issuer == "Example CA");
    BOOST_TEST(certificate.dn == "");
}

BOOST_AUTO_TEST_CASE(a_reply_of_the_mta_is_told_whole_or_without_its_code) {
    const auto said = [](const char* enhanced, const char* text) {
        return to_text(msa::reply_of_mta(enhanced, text));
    };
    BOOST_TEST(said("5.1.1", "550 5.1.1 User unknown") == "550 5.1.1 User unknown");  // Sendmail
    BOOST_TEST(said("5.7.1", "553 5.1.8 no such domain") == "553 5.1.8 no such domain");
    BOOST_TEST(said("5.1.1", "<a@b>: unknown") == "550 5.1.1 <a@b>: unknown");  // Postfix
    BOOST_TEST(said("4.2.0", "Greylisted") == "450 4.2.0 Greylisted");
    BOOST_TEST(said("", "") == "550 5.0.0 refused by the MTA");
}

BOOST_AUTO_TEST_SUITE_END()
