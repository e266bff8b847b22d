// Conditions.
#include "policy/condition.h"

#include "fakes/submission.h"
#include "policy/owners.h"

#include <boost/test/unit_test.hpp>

using msa::Condition;

namespace {

/// The mail stage of a message by alice, or by nobody.
struct Stage {
    msa::Session session = msa::alices_session();
    std::optional<msa::Identity> identity =
        msa::Identity{msa::IdentitySource::sasl, "alice", "PLAIN"};
    msa::Envelope envelope;
    msa::Groups groups{.login_domain = {}, .members = {{"staff", {"alice"}}}};
    msa::Owners owners;
    msa::IdentityPolicy identities;

    [[nodiscard]] bool meets(const Condition& condition) const {
        const msa::Lookups lookups;
        const msa::Rights rights(owners, identity, {}, lookups);
        msa::FakeRateCounter rates;
        return condition.holds({.session = session,
                                .identity = identity,
                                .envelope = envelope,
                                .rights = rights,
                                .groups = groups,
                                .identities = identities,
                                .lookups = lookups,
                                .rates = rates,
                                .now = {}},
                               groups);
    }
    void send_as(std::string_view path) { envelope.sender = msa::parse_reverse_path(path).value(); }
};

Condition for_domain(std::string domain) {
    Condition condition;
    condition.sender_domain = {std::move(domain)};
    return condition;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(condition_test)

BOOST_AUTO_TEST_CASE(an_empty_condition_holds_for_everybody) {
    Stage stage;
    stage.identity.reset();
    BOOST_TEST(stage.meets({}));
}

BOOST_AUTO_TEST_CASE(values_of_a_key_are_alternatives) {
    Condition condition;
    condition.listener = {"smtps", "submission"};
    Stage stage;
    BOOST_TEST(stage.meets(condition));
    stage.session.listener = "scan-in";
    BOOST_TEST(!stage.meets(condition));
}

BOOST_AUTO_TEST_CASE(all_keys_must_hold) {
    Condition condition;
    condition.listener = {"submission"};
    condition.login = {"group:staff"};
    Stage stage;
    BOOST_TEST(stage.meets(condition));
    condition.tls = false;
    BOOST_TEST(!stage.meets(condition));
}

BOOST_AUTO_TEST_CASE(a_login_or_source_holds_for_nobody_without_identity) {
    Condition by_login;
    by_login.login = {"alice"};
    Condition by_source;
    by_source.source = {msa::IdentitySource::sasl};
    Stage stage;
    BOOST_TEST(stage.meets(by_login));
    BOOST_TEST(stage.meets(by_source));
    stage.identity.reset();
    BOOST_TEST(!stage.meets(by_login));
    BOOST_TEST(!stage.meets(by_source));
}

BOOST_AUTO_TEST_CASE(a_network_is_that_of_the_client) {
    Condition condition;
    condition.network = {msa::Network::parse("198.51.100.0/24").value(),
                         msa::Network::parse("192.0.2.0/24").value()};
    Stage stage;
    BOOST_TEST(stage.meets(condition));
    stage.session.client_address = "203.0.113.1";
    BOOST_TEST(!stage.meets(condition));
    stage.session.client_address.clear();
    BOOST_TEST(!stage.meets(condition));
}

BOOST_AUTO_TEST_CASE(a_sender_domain_is_compared_as_a_labels) {
    Stage stage;
    stage.send_as(
        "<a@B\xC3\xBC"
        "cher.example>");
    BOOST_TEST(stage.meets(for_domain("xn--bcher-kva.example")));
    BOOST_TEST(!stage.meets(for_domain("example")));
}

BOOST_AUTO_TEST_CASE(a_sender_domain_does_not_hold_for_the_null_path_or_none) {
    Stage stage;
    BOOST_TEST(!stage.meets(for_domain("example.com")));
    stage.send_as("<>");
    BOOST_TEST(!stage.meets(for_domain("example.com")));
    stage.send_as("<a@[192.0.2.1]>");
    BOOST_TEST(!stage.meets(for_domain("[192.0.2.1]")));
}

BOOST_AUTO_TEST_CASE(tls_asks_for_either) {
    Condition encrypted;
    encrypted.tls = true;
    Condition clear;
    clear.tls = false;
    Stage stage;
    BOOST_TEST(stage.meets(encrypted));
    BOOST_TEST(!stage.meets(clear));
    stage.session.tls = {};
    BOOST_TEST(!stage.meets(encrypted));
    BOOST_TEST(stage.meets(clear));
}

BOOST_AUTO_TEST_SUITE_END()
