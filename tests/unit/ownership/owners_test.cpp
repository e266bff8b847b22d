// Who may use which address.
#include "ownership/owners.h"

#include "fakes/fake_clock.h"
#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

using msa::BrokenTable;
using msa::Delegation;
using msa::FakeTable;
using msa::Groups;
using msa::Owners;
using Kind = msa::Right::Kind;

namespace {

std::shared_ptr<const FakeTable> table_of(FakeTable::Entries entries) {
    return std::make_shared<FakeTable>(std::move(entries));
}

struct Site {
    Owners::Settings settings;
    Groups groups{.login_domain = {}, .members = {{"staff", {"carol"}}}};
    msa::Moment now = msa::FakeClock().now();

    [[nodiscard]] msa::Right right(const std::string& login, std::string_view key) const {
        const msa::Lookups lookups;
        const msa::Memberships who(groups, msa::Identity{msa::IdentitySource::sasl, login, "PLAIN"},
                                   lookups);
        return Owners(settings, groups).right(who, key, now);
    }
    [[nodiscard]] Kind kind(const std::string& login, std::string_view key) const {
        return right(login, key).kind;
    }
    [[nodiscard]] msa::Result<std::optional<msa::AddrSpec>> address_of(
        const std::string& login) const {
        return Owners(settings, groups).address_of(login, {});
    }
};

Site site_with(FakeTable::Entries entries) {
    Site site;
    site.settings.tables.push_back({"one", table_of(std::move(entries))});
    return site;
}

Delegation office(Kind right = Kind::on_behalf) {
    return {.id = "office",
            .addresses = {"ceo@example.com"},
            .who = {"group:staff"},
            .right = right,
            .until = std::nullopt};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(owners_test)

BOOST_AUTO_TEST_CASE(a_table_says_whose_an_address_is) {
    const auto site = site_with({{"a@example.com", {"alice", "group:staff"}}});
    BOOST_TEST((site.kind("Alice", "a@example.com") == Kind::owner));
    BOOST_TEST((site.kind("carol", "a@example.com") == Kind::owner));
    BOOST_TEST((site.kind("bob", "a@example.com") == Kind::none));
    BOOST_TEST((site.kind("alice", "b@example.com") == Kind::none));
    BOOST_TEST(site.right("alice", "a@example.com").by == "table one: a@example.com");
}

BOOST_AUTO_TEST_CASE(the_most_specific_key_that_is_known_decides) {
    auto site = site_with({{"a+x@example.com", {"xavier"}},
                           {"a@example.com", {"alice"}},
                           {"@example.com", {"relay"}}});
    site.settings.subaddress = "+";
    BOOST_TEST((site.kind("xavier", "a+x@example.com") == Kind::owner));
    BOOST_TEST((site.kind("alice", "a+x@example.com") == Kind::none));
    BOOST_TEST((site.kind("alice", "a+y@example.com") == Kind::owner));
    BOOST_TEST((site.kind("relay", "a+y@example.com") == Kind::none));
    BOOST_TEST((site.kind("relay", "b+y@example.com") == Kind::owner));
    BOOST_TEST((site.kind("relay", "b@sub.example.com") == Kind::none));
}

BOOST_AUTO_TEST_CASE(a_subaddress_means_nothing_where_there_is_no_separator) {
    const auto site = site_with({{"a@example.com", {"alice"}}});
    BOOST_TEST((site.kind("alice", "a+x@example.com") == Kind::none));
}

BOOST_AUTO_TEST_CASE(a_known_key_without_owners_stands_in_the_way_of_its_domain) {
    const auto site = site_with({{"a@example.com", {}}, {"@example.com", {"relay"}}});
    BOOST_TEST((site.kind("relay", "a@example.com") == Kind::none));
    BOOST_TEST(site.right("relay", "a@example.com").by == "owned by others: a@example.com");
}

BOOST_AUTO_TEST_CASE(the_answers_of_all_tables_are_united) {
    auto site = site_with({{"a@example.com", {"alice"}}});
    site.settings.tables.push_back({"two", table_of({{"a@example.com", {"bob"}}})});
    BOOST_TEST((site.kind("alice", "a@example.com") == Kind::owner));
    BOOST_TEST((site.kind("bob", "a@example.com") == Kind::owner));
    BOOST_TEST(site.right("bob", "a@example.com").by == "table two: a@example.com");
}

BOOST_AUTO_TEST_CASE(a_specific_key_in_one_table_beats_a_domain_in_another) {
    auto site = site_with({{"@example.com", {"relay"}}});
    site.settings.tables.push_back({"two", table_of({{"a@example.com", {"alice"}}})});
    BOOST_TEST((site.kind("relay", "a@example.com") == Kind::none));
    BOOST_TEST((site.kind("alice", "a@example.com") == Kind::owner));
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_answer_leaves_nobody_able_to_tell) {
    auto site = site_with({{"a@example.com", {"alice"}}});
    site.settings.tables.push_back({"two", std::make_shared<BrokenTable>()});
    const auto right = site.right("alice", "a@example.com");
    BOOST_TEST((right.kind == Kind::cannot_tell));
    BOOST_TEST(right.by == "table two: no answer for a@example.com");
}

BOOST_AUTO_TEST_CASE(a_login_that_is_an_address_owns_it_where_the_rules_say_so) {
    Site site;
    BOOST_TEST((site.kind("alice@example.com", "alice@example.com") == Kind::none));
    site.settings.self = true;
    BOOST_TEST((site.kind("Alice@Example.com", "alice@example.com") == Kind::owner));
    BOOST_TEST((site.kind("alice", "alice@example.com") == Kind::none));
    BOOST_TEST((site.kind("alice@example.com", "alice+x@example.com") == Kind::none));
    site.settings.subaddress = "+";
    BOOST_TEST((site.kind("alice@example.com", "alice+x@example.com") == Kind::owner));
    BOOST_TEST((site.kind("alice+x@example.com", "alice@example.com") == Kind::none));
}

BOOST_AUTO_TEST_CASE(a_delegation_lets_its_people_send_on_behalf) {
    auto site = site_with({{"ceo@example.com", {"ceo"}}});
    site.settings.delegations = {office()};
    BOOST_TEST((site.kind("carol", "ceo@example.com") == Kind::on_behalf));
    BOOST_TEST((site.kind("ceo", "ceo@example.com") == Kind::owner));
    BOOST_TEST((site.kind("dan", "ceo@example.com") == Kind::none));
    BOOST_TEST((site.kind("carol", "cfo@example.com") == Kind::none));
    BOOST_TEST(site.right("carol", "ceo@example.com").by == "on behalf only: delegation office");
}

BOOST_AUTO_TEST_CASE(a_delegation_ends_with_its_day) {
    Site site;
    site.settings.delegations = {office()};
    site.settings.delegations[0].until = site.now.time;
    BOOST_TEST((site.kind("carol", "ceo@example.com") == Kind::none));
    site.settings.delegations[0].until = site.now.time + std::chrono::seconds(1);
    BOOST_TEST((site.kind("carol", "ceo@example.com") == Kind::on_behalf));
}

BOOST_AUTO_TEST_CASE(the_strongest_of_several_delegations_counts) {
    Site site;
    site.settings.delegations = {office(), office(Kind::owner), office()};
    BOOST_TEST((site.kind("carol", "ceo@example.com") == Kind::owner));
}

BOOST_AUTO_TEST_CASE(an_identity_is_named_by_the_primary_table_or_by_its_login) {
    Site site;
    BOOST_TEST(to_text(**site.address_of("alice@example.com")) == "alice@example.com");
    BOOST_TEST(!site.address_of("alice")->has_value());
    site.settings.primary = table_of({{"alice", {"a.smith@example.com"}}});
    BOOST_TEST(to_text(**site.address_of("alice")) == "a.smith@example.com");
    BOOST_TEST(!site.address_of("bob")->has_value());
}

BOOST_AUTO_TEST_CASE(the_primary_table_may_know_a_login_with_or_without_its_domain) {
    Site site;
    site.groups.login_domain = "Example.com";
    site.settings.primary = table_of({{"alice", {"a.smith@example.com"}},
                                      {"bob", {"short@example.com"}},
                                      {"bob@example.com", {"long@example.com"}}});
    BOOST_TEST(to_text(**site.address_of("alice@example.com")) == "a.smith@example.com");
    BOOST_TEST(to_text(**site.address_of("bob@example.com")) == "long@example.com");
    BOOST_TEST(to_text(**site.address_of("alice@example.net")) == "alice@example.net");
}

BOOST_AUTO_TEST_CASE(a_primary_address_that_is_not_one_or_not_told_is_an_error) {
    Site site;
    site.settings.primary = table_of({{"alice", {"a@example.com", "b@example.com"}}, {"bob", {}}});
    BOOST_TEST(!site.address_of("alice").has_value());
    BOOST_TEST(!site.address_of("bob").has_value());
    site.settings.primary = std::make_shared<BrokenTable>();
    BOOST_TEST(!site.address_of("alice").has_value());
}

BOOST_AUTO_TEST_CASE(a_delegation_says_who_answers_for_it) {
    Site site;
    auto delegation = office();
    delegation.owner = "security@example.com";
    delegation.ticket = "SEC-1";
    site.settings.delegations = {delegation};
    const auto right = site.right("carol", "ceo@example.com");
    BOOST_TEST((right.kind == Kind::on_behalf));
    BOOST_TEST(right.owner == "security@example.com");
    BOOST_TEST(right.ticket == "SEC-1");
}

BOOST_AUTO_TEST_CASE(a_group_that_cannot_be_told_leaves_open_whose_an_address_is) {
    auto site = site_with({{"a@example.com", {"alice", "group:far"}}});
    site.groups.tables["far"] = {"ldap", std::make_shared<BrokenTable>(), ""};
    BOOST_TEST((site.kind("alice", "a@example.com") == Kind::owner));
    BOOST_TEST((site.kind("bob", "a@example.com") == Kind::cannot_tell));
    BOOST_TEST(site.right("bob", "a@example.com").by ==
               "table one: group far: table ldap: no answer for bob");
}

BOOST_AUTO_TEST_CASE(a_delegation_to_a_group_that_cannot_be_told_leaves_open_whether_it_holds) {
    Site site;
    site.groups.tables["far"] = {"ldap", std::make_shared<BrokenTable>(), ""};
    auto far = office(Kind::owner);
    far.who = {"group:far"};
    site.settings.delegations = {office(), far};
    BOOST_TEST(site.right("carol", "ceo@example.com").by ==
               "delegation office: group far: table ldap: no answer for carol");
    far.who.emplace_back("carol");
    site.settings.delegations = {office(), far};
    BOOST_TEST((site.kind("carol", "ceo@example.com") == Kind::owner));
    BOOST_TEST((site.kind("carol", "b@example.com") == Kind::none));
}

BOOST_AUTO_TEST_SUITE_END()
