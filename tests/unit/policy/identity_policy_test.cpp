// Which proof makes which identity.
#include "policy/identity_policy.h"

#include "fakes/fake_table.h"
#include "fakes/submission.h"
#include "policy/envelope.h"

#include <memory>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

using msa::IdentityPolicy;
using msa::IdentitySource;

namespace {

IdentityPolicy with_scanner() {
    IdentityPolicy policy;
    policy.networks.push_back({msa::Network::parse("192.0.2.0/24").value(), "Scanner"});
    return policy;
}

IdentityPolicy with_certificates(std::shared_ptr<const msa::Table> table) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::certificate};
    policy.certificates = {{"Device CA"}, std::move(table)};
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
    session.certificate = {subject, issuer};
    return session;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_policy_test)

BOOST_AUTO_TEST_CASE(a_certificate_of_an_issuer_that_counts_stands_for_its_login) {
    const auto identity =
        with_devices().identify(session_with("Printer 7", "Device CA"), {}).value();
    BOOST_REQUIRE(identity);
    BOOST_TEST((identity->source == IdentitySource::certificate));
    BOOST_TEST(identity->login == "scanner");
    BOOST_TEST(identity->proof == "Printer 7, issued by Device CA");
    BOOST_TEST(with_devices()
                   .identify(session_with("ALICE@Example.COM", "Device CA"), {})
                   .value()
                   ->login == "alice");
}

BOOST_AUTO_TEST_CASE(a_certificate_of_another_issuer_or_in_no_table_proves_nothing) {
    for (const auto& [subject, issuer] :
         {std::pair("Printer 7", "Other CA"), std::pair("Printer 7", "device ca"),
          std::pair("Printer 7", ""), std::pair("Printer 8", "Device CA"),
          std::pair("", "Device CA")}) {
        BOOST_TEST(!with_devices().identify(session_with(subject, issuer), {}).value().has_value(),
                   subject << " of " << issuer);
    }
    auto policy = with_devices();
    policy.sources = {IdentitySource::sasl};
    BOOST_TEST(!policy.identify(session_with("Printer 7", "Device CA"), {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(nobody_is_guessed_where_the_table_of_certificates_cannot_tell) {
    BOOST_TEST(!with_devices().identify(session_with("shared", "Device CA"), {}).has_value());
    const auto broken = with_certificates(std::make_shared<msa::BrokenTable>());
    BOOST_TEST(broken.identify(session_with("Printer 7", "Device CA"), {}).error().what ==
               "certificate of 'Printer 7': no answer for printer 7");
}

BOOST_AUTO_TEST_CASE(a_sasl_login_is_an_identity_proved_by_its_method) {
    const auto identity = IdentityPolicy().identify(msa::alices_session(), {}).value();
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
    BOOST_TEST(policy.identify(session, {}).value()->login == "alice@example.com");
}

BOOST_AUTO_TEST_CASE(a_network_proves_nothing_where_it_is_not_a_source) {
    auto session = msa::alices_session();
    session.sasl_login.clear();
    BOOST_TEST(!with_scanner().identify(session, {}).value().has_value());
}

BOOST_AUTO_TEST_CASE(the_first_source_that_proves_something_counts) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::sasl, IdentitySource::network};
    auto session = msa::alices_session();
    BOOST_TEST(policy.identify(session, {}).value()->login == "alice");
    policy.sources = {IdentitySource::network, IdentitySource::sasl};
    BOOST_TEST(policy.identify(session, {}).value()->login == "scanner");
    session.client_address = "198.51.100.1";
    BOOST_TEST(policy.identify(session, {}).value()->login == "alice");
}

BOOST_AUTO_TEST_CASE(a_network_is_its_own_proof) {
    auto policy = with_scanner();
    policy.sources = {IdentitySource::network};
    BOOST_TEST(policy.identify(msa::alices_session(), {}).value()->proof == "192.0.2.0/24");
}

BOOST_AUTO_TEST_CASE(a_sasl_login_proves_nothing_where_sasl_is_not_a_source) {
    IdentityPolicy policy;
    policy.sources = {IdentitySource::network};
    BOOST_TEST(!policy.identify(msa::alices_session(), {}).value().has_value());
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
