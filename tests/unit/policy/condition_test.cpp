// Conditions.
#include "policy/condition.h"

#include "fakes/fake_table.h"
#include "fakes/submission.h"
#include "ownership/owners.h"

#include <boost/test/unit_test.hpp>

using msa::Condition;
using msa::Several;

namespace {

/// What is known of a message by alice, or by nobody, at every stage.
struct Stage {
    msa::Session session = msa::alices_session();
    std::optional<msa::Identity> identity =
        msa::Identity{msa::IdentitySource::sasl, "alice", "PLAIN"};
    msa::Envelope envelope;
    std::vector<msa::Recipient> recipients;
    msa::HeaderList headers;
    msa::BodyFacts body;
    msa::Owners owners{{},
                       {.login_domain = {},
                        .members = {{"staff", {"alice"}}},
                        .tables = {{"far", {"ldap", std::make_shared<msa::BrokenTable>(), ""}}}}};
    msa::IdentityPolicy identities;

    [[nodiscard]] msa::Result<bool> asked(const Condition& condition, Several several) const {
        const msa::Lookups lookups;
        const msa::Rights rights(owners, identity, {}, lookups);
        msa::FakeRateCounter rates;
        const std::string unique = "1";
        msa::Envelope said = envelope;
        msa::HeaderList shown = headers;
        msa::Draft draft;
        bool was_asked = false;
        const msa::MailStage mail{.session = session,
                                  .envelope = said,
                                  .now = {},
                                  .around = {.identity = identity,
                                             .rights = rights,
                                             .identities = identities,
                                             .lookups = lookups,
                                             .rates = rates,
                                             .was_asked = was_asked}};
        const msa::AddressReadings addresses;
        const msa::HeadersStage at_headers{mail, recipients, shown, unique, unique, addresses};
        return condition.holds(msa::MessageStage{at_headers, body, nullptr, draft}, several);
    }
    [[nodiscard]] bool meets(const Condition& condition, Several several = Several::any) const {
        return asked(condition, several).value();
    }
    void send_as(std::string_view path) { envelope.sender = msa::parse_reverse_path(path).value(); }
    void send_to(const std::string& path) {
        recipients.push_back(msa::recipient_of({.argument = path}));
    }
};

Condition for_domain(std::string domain) {
    Condition condition;
    condition.sender_domain = {std::move(domain)};
    return condition;
}

Condition for_recipients(std::string domain) {
    Condition condition;
    condition.recipient_domain = {std::move(domain)};
    return condition;
}

Condition for_authors(std::string domain) {
    Condition condition;
    condition.from_domain = {std::move(domain)};
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

BOOST_AUTO_TEST_CASE(a_rule_is_for_any_recipient_and_an_exception_for_all) {
    const auto condition = for_recipients("example.org");
    Stage stage;
    BOOST_TEST(!stage.meets(condition, Several::any));
    BOOST_TEST(!stage.meets(condition, Several::all));
    stage.send_to("<bob@Example.ORG>");
    BOOST_TEST(stage.meets(condition, Several::any));
    BOOST_TEST(stage.meets(condition, Several::all));
    stage.send_to("<bob@example.net>");
    BOOST_TEST(stage.meets(condition, Several::any));
    BOOST_TEST(!stage.meets(condition, Several::all));
}

BOOST_AUTO_TEST_CASE(a_recipient_that_was_refused_does_not_count) {
    Stage stage;
    stage.send_to("<bob@example.org>");
    stage.recipients.back().refusal = msa::Reply{550, "5.7.1", "no"};
    BOOST_TEST(!stage.meets(for_recipients("example.org"), Several::any));
    stage.send_to("<bob@example.net>");
    BOOST_TEST(stage.meets(for_recipients("example.net"), Several::all));
}

BOOST_AUTO_TEST_CASE(a_recipient_that_cannot_be_read_is_for_a_rule_and_not_for_an_exception) {
    Stage stage;
    stage.send_to("<bob>");
    BOOST_TEST(stage.meets(for_recipients("example.org"), Several::any));
    BOOST_TEST(!stage.meets(for_recipients("example.org"), Several::all));
}

BOOST_AUTO_TEST_CASE(a_rule_is_for_any_author_and_an_exception_for_all) {
    const auto condition = for_authors("example.com");
    Stage stage;
    BOOST_TEST(!stage.meets(condition, Several::any));
    stage.headers.receive("From", " Staff: a@example.com, b@Example.COM;");
    BOOST_TEST(stage.meets(condition, Several::any));
    BOOST_TEST(stage.meets(condition, Several::all));
    stage.headers.receive("from", " c@example.net");
    BOOST_TEST(stage.meets(condition, Several::any));
    BOOST_TEST(!stage.meets(condition, Several::all));
    BOOST_TEST(!stage.meets(for_authors("example.org"), Several::any));
}

BOOST_AUTO_TEST_CASE(a_from_that_cannot_be_read_is_for_a_rule_and_not_for_an_exception) {
    Stage stage;
    stage.headers.receive("From", " a@example.com, <");
    BOOST_TEST(stage.meets(for_authors("example.net"), Several::any));
    BOOST_TEST(!stage.meets(for_authors("example.com"), Several::all));
}

BOOST_AUTO_TEST_CASE(a_size_is_that_of_the_whole_message_as_it_is_sent) {
    Stage stage;
    stage.headers.receive("Subject", " a\n b");  // Subject: a CRLF b CRLF
    stage.body.octets = 100;
    Condition condition;
    condition.size_above = 16 + 2 + 100;
    BOOST_TEST(!stage.meets(condition));
    condition.size_above = 16 + 2 + 99;
    BOOST_TEST(stage.meets(condition));
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_told_leaves_the_condition_open) {
    Condition condition;
    condition.login = {"group:far"};
    Stage stage;
    BOOST_TEST(stage.asked(condition, Several::any).error().what ==
               "group far: table ldap: no answer for alice");
    condition.listener = {"scan-in"};
    BOOST_TEST(!stage.meets(condition));  // whoever is in the group
    condition.listener.clear();
    stage.identity.reset();
    BOOST_TEST(!stage.meets(condition));
}

BOOST_AUTO_TEST_SUITE_END()
