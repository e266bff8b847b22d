// Which proof makes which identity.
#include "ownership/identity_policy.h"

#include "fakes/fake_table.h"
#include "fakes/submission.h"
#include "submission/envelope.h"

#include <memory>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using msa::IdentityPolicy;
using msa::IdentitySource;

namespace {

msa::Moment now() {
    return msa::FakeClock().now();
}

IdentityPolicy with_scanner() {
    IdentityPolicy policy;
    policy.networks.push_back({msa::Network::parse("192.0.2.0/24").value(), "Scanner"});
    return policy;
}

IdentityPolicy with_certificates(std::shared_ptr<const msa::Table> table) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::certificate};
    policy.certificates.issuers = {"Device CA"};
    policy.certificates.logins = std::move(table);
    return policy;
}

IdentityPolicy with_devices() {
    return with_certificates(
        std::make_shared<msa::FakeTable>(msa::FakeTable::Entries{{"printer 7", {"scanner"}},
                                                                 {"alice@example.com", {"Alice"}},
                                                                 {"shared", {"alice", "bob"}}}));
}

msa::Session session_with(const std::string& subject, const std::string& issuer) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    session.certificate.subject = subject;
    session.certificate.issuer = issuer;
    return session;
}

std::string ago(std::int64_t seconds) {
    const auto since = std::chrono::floor<std::chrono::seconds>(now().time).time_since_epoch();
    return std::to_string(since.count() - seconds);
}

/// For clients of 192.0.2.0/24.
IdentityPolicy with_recent_logins() {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::recent_login};
    policy.recent_logins = {std::make_shared<msa::FakeTable>(
                                msa::FakeTable::Entries{{"192.0.2.1", {"Alice", ago(127)}},
                                                        {"192.0.2.2", {"bob", ago(601)}},
                                                        {"192.0.2.3", {"carol", ago(600)}},
                                                        {"192.0.2.4", {"dan", ago(-59)}},
                                                        {"192.0.2.5", {"eve", ago(-61)}},
                                                        {"192.0.2.6", {"frank"}},
                                                        {"192.0.2.7", {"grace", "yesterday"}},
                                                        {"192.0.2.8", {"heidi", "12x"}},
                                                        {"192.0.2.9", {"", ago(1)}},
                                                        {"198.51.100.1", {"ivan", ago(1)}}}),
                            std::chrono::seconds(600),
                            {msa::Network::parse("192.0.2.0/24").value()}};
    return policy;
}

msa::Session from(const std::string& address) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    session.client_address = address;
    return session;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_policy_test)

BOOST_AUTO_TEST_CASE(a_recent_login_from_the_address_is_an_identity_and_its_age_the_proof) {
    const auto identity = with_recent_logins().identify(from("192.0.2.1"), now(), {}).value();
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::recent_login));
    BOOST_TEST(identity->login == "alice");
    BOOST_TEST(identity->proof == "192.0.2.1, 127 s ago");
}

BOOST_AUTO_TEST_CASE(a_recent_login_counts_for_its_lifetime) {
    const auto policy = with_recent_logins();
    BOOST_TEST(!policy.identify(from("192.0.2.2"), now(), {}).value().has_value());
    BOOST_TEST(policy.identify(from("192.0.2.3"), now(), {}).value()->login == "carol");
    BOOST_TEST(policy.identify(from("192.0.2.4"), now(), {}).value()->proof ==
               "192.0.2.4, 0 s ago");
}

BOOST_AUTO_TEST_CASE(what_is_no_login_with_its_time_proves_nothing_either_way) {
    const auto policy = with_recent_logins();
    for (const char* address : {"192.0.2.5", "192.0.2.6", "192.0.2.7", "192.0.2.8", "192.0.2.9"}) {
        BOOST_TEST(!policy.identify(from(address), now(), {}).has_value(), address);
    }
    BOOST_TEST(policy.identify(from("192.0.2.7"), now(), {}).error().what ==
               "recent login from 192.0.2.7: the table says 'grace yesterday', which is not a "
               "login and its time");
    auto broken = with_recent_logins();
    broken.recent_logins.table = std::make_shared<msa::BrokenTable>();
    BOOST_TEST(broken.identify(from("192.0.2.1"), now(), {}).error().what ==
               "recent login from 192.0.2.1: no answer for 192.0.2.1");
}

BOOST_AUTO_TEST_CASE(a_recent_login_counts_for_clients_of_its_networks_only) {
    BOOST_TEST(!with_recent_logins().identify(from("198.51.100.1"), now(), {}).value().has_value());
    auto everywhere = with_recent_logins();
    everywhere.recent_logins.networks.clear();
    BOOST_TEST(everywhere.identify(from("198.51.100.1"), now(), {}).value()->login == "ivan");
    BOOST_TEST(!everywhere.identify(from(""), now(), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(a_recent_login_may_count_for_an_ipv6_network) {
    auto policy = with_recent_logins();
    policy.recent_logins.networks.clear();
    policy.recent_logins.table = std::make_shared<msa::FakeTable>(
        msa::FakeTable::Entries{{"2001:db8:7:1::/64", {"alice", ago(5)}},
                                {"2001:db8:7:2::1", {"bob", ago(6)}},
                                {"192.0.2.1", {"carol", ago(7)}}});
    const auto proof = [&](const char* address) {
        const auto identity = policy.identify(from(address), now(), {}).value();
        return identity ? identity->proof : "nobody";
    };
    BOOST_TEST(proof("2001:db8:7:1::9") == "nobody");
    BOOST_TEST(proof("2001:db8:7:2::1") == "2001:db8:7:2::1, 6 s ago");
    policy.recent_logins.ipv6_prefix = 64;
    BOOST_TEST(proof("2001:db8:7:1::9") == "2001:db8:7:1::/64, 5 s ago");
    BOOST_TEST(proof("2001:db8:7:2::1") == "nobody");
    BOOST_TEST(proof("192.0.2.1") == "192.0.2.1, 7 s ago");
}

BOOST_AUTO_TEST_CASE(a_recent_login_never_counts_beside_a_login) {
    auto policy = with_recent_logins();
    BOOST_TEST(!policy.identify(msa::alices_session(), now(), {}).value().has_value());
    policy.sources = {IdentitySource::sasl, IdentitySource::recent_login};
    auto bobs = from("192.0.2.1");
    bobs.sasl_login = "bob";
    BOOST_TEST(policy.identify(bobs, now(), {}).value()->login == "bob");
}

BOOST_AUTO_TEST_CASE(local_programs_have_the_identity_that_is_named_for_them) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::sasl, IdentitySource::local};
    policy.local_login = "Cron";
    auto session = from("127.0.0.1");
    BOOST_TEST(!policy.identify(session, now(), {}).value().has_value());
    session.is_local = true;
    const auto identity = policy.identify(session, now(), {}).value();
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::local));
    BOOST_TEST(identity->login == "cron");
    BOOST_TEST(identity->proof == "a local program");
    policy.sources = {IdentitySource::sasl};
    BOOST_TEST(!policy.identify(session, now(), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(a_certificate_of_an_issuer_that_counts_stands_for_its_login) {
    const auto identity =
        with_devices().identify(session_with("Printer 7", "Device CA"), now(), {}).value();
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::certificate));
    BOOST_TEST(identity->login == "scanner");
    BOOST_TEST(identity->proof == "Printer 7, issued by Device CA");
    BOOST_TEST(with_devices()
                   .identify(session_with("ALICE@Example.COM", "Device CA"), now(), {})
                   .value()
                   ->login == "alice");
}

BOOST_AUTO_TEST_CASE(a_certificate_is_looked_up_by_what_the_rule_file_says) {
    auto policy = with_certificates(std::make_shared<msa::FakeTable>(
        msa::FakeTable::Entries{{"/o=example+20org/cn=printer+207", {"by-dn"}},
                                {"/o=example/cn=p@example.com/emailaddress=p@example.com", {"two"}},
                                {"ab:cd", {"by-fingerprint"}},
                                {"printer 7", {"by-cn"}}}));
    auto session = session_with("Printer 7", "Device CA");
    session.certificate.dn = "/O=Example+20Org/CN=Printer+207";
    session.certificate.fingerprint = "ab:cd";
    const auto login = [&](msa::CertificateIdentities::Key key) {
        policy.certificates.key = key;
        return policy.identify(session, now(), {}).value()->login;
    };
    using Key = msa::CertificateIdentities::Key;
    BOOST_TEST(login(Key::cn) == "by-cn");
    BOOST_TEST(login(Key::fingerprint) == "by-fingerprint");
    BOOST_TEST(login(Key::dn) == "by-dn");
    BOOST_TEST(policy.identify(session, now(), {}).value()->proof ==
               "/O=Example+20Org/CN=Printer+207, issued by Device CA");
    session.certificate.dn = "/O=Example/CN=p@example.com/emailAddress=p@example.com";
    BOOST_TEST(login(Key::dn) == "two");
}

BOOST_AUTO_TEST_CASE(what_the_mta_does_not_tell_of_a_certificate_is_not_guessed) {
    auto policy = with_devices();
    policy.certificates.key = msa::CertificateIdentities::Key::fingerprint;
    const auto session = session_with("Printer 7", "Device CA");
    BOOST_TEST(policy.identify(session, now(), {}).error().what ==
               "certificate of 'Printer 7': the MTA does not tell its SHA-256 fingerprint");
    policy.certificates.key = msa::CertificateIdentities::Key::dn;
    BOOST_TEST(policy.identify(session, now(), {}).error().what ==
               "certificate of 'Printer 7': the MTA does not tell its distinguished name");
    // Of whom there is no certificate that counts, nothing need be told.
    for (const char* issuer : {"Other CA", ""}) {
        BOOST_TEST(
            !policy.identify(session_with("Printer 7", issuer), now(), {}).value().has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_issuer_or_in_no_table_proves_nothing) {
    for (const auto& [subject, issuer] :
         {std::pair("Printer 7", "Other CA"), std::pair("Printer 7", "device ca"),
          std::pair("Printer 7", ""), std::pair("Printer 8", "Device CA"),
          std::pair("", "Device CA")}) {
        BOOST_TEST(
            !with_devices().identify(session_with(subject, issuer), now(), {}).value().has_value(),
            subject << " of " << issuer);
    }
    auto policy = with_devices();
    policy.sources = {IdentitySource::sasl};
    BOOST_TEST(
        !policy.identify(session_with("Printer 7", "Device CA"), now(), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_guessed_where_the_table_of_certificates_cannot_tell) {
    BOOST_TEST(
        !with_devices().identify(session_with("shared", "Device CA"), now(), {}).has_value());
    const auto broken = with_certificates(std::make_shared<msa::BrokenTable>());
    BOOST_TEST(broken.identify(session_with("Printer 7", "Device CA"), now(), {}).error().what ==
               "certificate of 'Printer 7': no answer for printer 7");
}

BOOST_AUTO_TEST_CASE(a_sasl_login_is_an_identity_proved_by_its_method) {
    const auto identity = IdentityPolicy().identify(msa::alices_session(), now(), {}).value();
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::sasl));
    BOOST_TEST(identity->login == "alice");
    BOOST_TEST(identity->proof == "PLAIN");
}

BOOST_AUTO_TEST_CASE(a_login_is_completed_with_its_domain) {
    IdentityPolicy policy;
    policy.login_domain = "example.com";
    auto session = msa::alices_session();
    session.sasl_login = "ALICE";
    BOOST_TEST(policy.identify(session, now(), {}).value()->login == "alice@example.com");
}

BOOST_AUTO_TEST_CASE(a_network_proves_nothing_where_it_is_not_a_source) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    BOOST_TEST(!with_scanner().identify(session, now(), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(the_first_source_that_proves_something_counts) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::sasl, IdentitySource::network};
    auto session = msa::alices_session();
    BOOST_TEST(policy.identify(session, now(), {}).value()->login == "alice");
    policy.sources = {IdentitySource::network, IdentitySource::sasl};
    BOOST_TEST(policy.identify(session, now(), {}).value()->login == "scanner");
    session.client_address = "198.51.100.1";
    BOOST_TEST(policy.identify(session, now(), {}).value()->login == "alice");
}

BOOST_AUTO_TEST_CASE(a_network_is_its_own_proof) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::network};
    BOOST_TEST(policy.identify(msa::alices_session(), now(), {}).value()->proof == "192.0.2.0/24");
}

BOOST_AUTO_TEST_CASE(a_sasl_login_proves_nothing_where_sasl_is_not_a_source) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::network};
    BOOST_TEST(!policy.identify(msa::alices_session(), now(), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(postmaster_is_open_to_nobody_by_default) {
    const msa::IdentityPolicy policy;
    BOOST_TEST(!policy.opens_postmaster());
    BOOST_TEST(!policy.is_open(msa::recipient_of({.argument = "<Postmaster>"})));
}

BOOST_AUTO_TEST_CASE(the_postmaster_of_a_named_domain_is_open_and_so_is_the_bare_one) {
    msa::IdentityPolicy policy;
    policy.postmaster_domains = {"example.com"};
    for (const char* open :
         {"<Postmaster>", "<POSTMASTER@Example.COM>", "<\"postmaster\"@example.com>"}) {
        BOOST_TEST(policy.is_open(msa::recipient_of({.argument = open})), open);
    }
    for (const char* shut : {"<postmaster@example.net>", "<postmaster2@example.com>",
                             "<postmaster+x@example.com>", "<bob@example.com>", "postmaster"}) {
        BOOST_TEST(!policy.is_open(msa::recipient_of({.argument = shut})), shut);
    }
}

BOOST_AUTO_TEST_CASE(one_accepted_recipient_that_is_not_open_shuts_the_message) {
    msa::IdentityPolicy policy;
    policy.postmaster_domains = {"example.com"};
    std::vector<msa::Recipient> recipients;
    BOOST_TEST(!policy.are_open(recipients));
    recipients.push_back(msa::recipient_of({.argument = "<postmaster@example.com>"}));
    BOOST_TEST(policy.are_open(recipients));
    recipients.push_back(msa::recipient_of({.argument = "<bob@example.com>"}));
    BOOST_TEST(!policy.are_open(recipients));
    recipients.back().refusal = msa::Reply{530, "5.7.0", "no"};
    BOOST_TEST(policy.are_open(recipients));
}

BOOST_AUTO_TEST_SUITE_END()
