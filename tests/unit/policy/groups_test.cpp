// Logins and groups.
#include "policy/groups.h"

#include <boost/test/unit_test.hpp>

using msa::canonical_login;
using msa::Groups;

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
    BOOST_TEST(groups.means("ALICE", "alice@example.com"));
    BOOST_TEST(groups.means("alice@example.com", "alice"));
    BOOST_TEST(!groups.means("alice@example.net", "alice"));
}

BOOST_AUTO_TEST_CASE(a_group_means_its_members_only) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {"alice", "bob"}}}};
    BOOST_TEST(groups.means("group:staff", "Bob"));
    BOOST_TEST(!groups.means("group:staff", "carol"));
    BOOST_TEST(!groups.means("group:nobody", "bob"));
    BOOST_TEST(!groups.means("staff", "bob"));
}

BOOST_AUTO_TEST_CASE(a_login_that_is_spelled_like_a_group_is_not_its_members) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {"alice"}}}};
    BOOST_TEST(!groups.means("alice", "group:staff"));
    BOOST_TEST(!groups.means("group:staff", "group:staff"));
}

BOOST_AUTO_TEST_CASE(nobody_is_meant_by_an_empty_login) {
    const Groups groups{.login_domain = {}, .members = {{"staff", {""}}}};
    BOOST_TEST(!groups.means("", ""));
    BOOST_TEST(!groups.means("group:staff", ""));
    BOOST_TEST(!groups.any_means({}, "alice"));
    BOOST_TEST(groups.any_means({"bob", "alice"}, "alice"));
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
