// Logins and groups.
#include "ownership/groups.h"

#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

using msa::canonical_login;
using msa::FakeTable;
using msa::Groups;
using msa::Memberships;

namespace {

/// staff: alice; sales: as the table of departments says; far: as a table that never answers does.
struct Site {
    std::shared_ptr<FakeTable> departments = std::make_shared<FakeTable>(
        FakeTable::Entries{{"carol", {"support", "sales"}}, {"dan@example.com", {"support"}}});
    msa::Lookups lookups;
    Groups groups{.login_domain = "example.com",
                  .members = {{"staff", {"alice@example.com"}}},
                  .tables = {{"sales", {"departments", departments, "sales"}},
                             {"known", {"departments", departments, ""}},
                             {"far", {"ldap", std::make_shared<msa::BrokenTable>(), ""}}}};

    [[nodiscard]] Memberships of(const std::string& login) const {
        return {groups, msa::Identity{msa::IdentitySource::sasl, login, "PLAIN"}, lookups};
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(groups_test)

BOOST_AUTO_TEST_CASE(logins_compare_without_ascii_case_and_with_their_domain) {
    BOOST_TEST(canonical_login("Alice", "Example.com") == "alice@example.com");
    BOOST_TEST(canonical_login("Alice@Example.net", "example.com") == "alice@example.net");
    BOOST_TEST(canonical_login("Alice", "") == "alice");
    BOOST_TEST(canonical_login("", "example.com").empty());
    BOOST_TEST(canonical_login("\xC3\x84nne", "") == "\xC3\x84nne");
}

BOOST_AUTO_TEST_CASE(an_entry_means_the_login_in_either_of_its_spellings) {
    const Groups groups{.login_domain = "example.com", .members = {}};
    BOOST_TEST(groups.means("ALICE", "alice@example.com", {}).value());
    BOOST_TEST(groups.means("alice@example.com", "alice", {}).value());
    BOOST_TEST(!groups.means("alice@example.net", "alice", {}).value());
}

BOOST_AUTO_TEST_CASE(a_group_means_its_members_only) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {"alice", "bob"}}}};
    BOOST_TEST(groups.means("group:staff", "Bob", {}).value());
    BOOST_TEST(!groups.means("group:staff", "carol", {}).value());
    BOOST_TEST(!groups.means("group:nobody", "bob", {}).value());
    BOOST_TEST(!groups.means("staff", "bob", {}).value());
}

BOOST_AUTO_TEST_CASE(a_login_that_is_spelled_like_a_group_is_not_its_members) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {"alice"}}}};
    BOOST_TEST(!groups.means("alice", "group:staff", {}).value());
    BOOST_TEST(!groups.means("group:staff", "group:staff", {}).value());
}

BOOST_AUTO_TEST_CASE(nobody_is_meant_by_an_empty_login) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {""}}}};
    BOOST_TEST(!groups.means("", "", {}).value());
    BOOST_TEST(!groups.means("group:staff", "", {}).value());
}

BOOST_AUTO_TEST_CASE(a_table_knows_members_by_either_spelling) {
    const Site site;
    BOOST_TEST(site.groups.means("group:sales", "carol@example.com", {}).value());
    BOOST_TEST(!site.groups.means("group:sales", "dan@example.com", {}).value());
    BOOST_TEST(site.groups.means("group:known", "dan@example.com", {}).value());
    BOOST_TEST(!site.groups.means("group:known", "bob@example.com", {}).value());
}

BOOST_AUTO_TEST_CASE(a_table_that_cannot_tell_leaves_open_who_is_meant) {
    const Site site;
    BOOST_TEST(site.groups.means("group:far", "alice", {}).error().what ==
               "group far: table ldap: no answer for alice@example.com");
    const auto alice = site.of("alice@example.com");
    BOOST_TEST(!alice.any_means({"bob", "group:far"}).has_value());
    BOOST_TEST(!alice.any_means({"group:far", "bob"}).has_value());
    BOOST_TEST(alice.any_means({"group:far", "alice"}).value());
    BOOST_TEST(alice.any_means({"group:staff", "group:far"}).value());
}

BOOST_AUTO_TEST_CASE(a_table_is_asked_once_whether_it_knows_a_member) {
    const Site site;
    const auto dan = site.of("dan@example.com");
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(!dan.any_means({"group:sales", "bob"}).value());
    }
    BOOST_TEST(site.departments->asked.size() == 2U);  // in two spellings
}

BOOST_AUTO_TEST_CASE(nobody_is_meant_without_identity) {
    const Site site;
    const Memberships nobody(site.groups, std::nullopt, site.lookups);
    BOOST_TEST(!nobody.any_means({"alice", "group:staff", "group:far", "", "group:known"}).value());
    BOOST_TEST(!site.of("alice@example.com").any_means({}).value());
}

BOOST_AUTO_TEST_CASE(groups_are_named_wherever_their_members_stand) {
    const Site site;
    BOOST_TEST(site.groups.names() == (std::vector<std::string>{"staff", "far", "known", "sales"}),
               boost::test_tools::per_element());
    BOOST_TEST(site.groups.has("staff"));
    BOOST_TEST(site.groups.has("sales"));
    BOOST_TEST(!site.groups.has("nobody"));
}

BOOST_AUTO_TEST_CASE(a_login_of_the_login_domain_has_two_spellings) {
    const msa::Groups groups{.login_domain = "example.com", .members = {}};
    const auto both = groups.spellings("alice@example.com");
    BOOST_REQUIRE(both.size() == 2U);
    BOOST_TEST(both[0] == "alice@example.com");
    BOOST_TEST(both[1] == "alice");
    BOOST_TEST(groups.spellings("alice@example.net").size() == 1U);
    BOOST_TEST(msa::Groups().spellings("alice").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
