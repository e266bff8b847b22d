// What may stand in a table, by its use.
#include "ownership/table_settings.h"

#include <boost/test/unit_test.hpp>

using Use = msa::TableSettings::Use;

namespace {

bool allows(Use use, std::string_view key, const std::vector<std::string_view>& values) {
    const msa::TableSettings settings{.name = "t", .use = use, .groups = {"staff"}};
    return settings.allows(key, values).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_settings_test)

BOOST_AUTO_TEST_CASE(owners_are_found_by_address_or_domain) {
    BOOST_TEST(allows(Use::owners, "a@example.com", {"alice", "bob@example.com"}));
    BOOST_TEST(allows(Use::owners, "@example.com", {}));
    BOOST_TEST(!allows(Use::owners, "alice", {"alice"}));
}

BOOST_AUTO_TEST_CASE(the_primary_address_of_a_login_is_one) {
    BOOST_TEST(allows(Use::primary, "alice", {"a@example.com"}));
    BOOST_TEST(allows(Use::primary, "alice@example.com", {"a@example.com"}));
    BOOST_TEST(!allows(Use::primary, "alice", {}));
    BOOST_TEST(!allows(Use::primary, "alice", {"a@example.com", "b@example.com"}));
    BOOST_TEST(!allows(Use::primary, "alice", {"alice"}));
    BOOST_TEST(!allows(Use::primary, "alice", {"<a@example.com>"}));
    BOOST_TEST(!allows(Use::primary, "alice", {"a@exam_ple.com"}));
    BOOST_TEST(!allows(Use::primary, "@example.com", {"a@example.com"}));
    BOOST_TEST(!allows(Use::primary, "group:staff", {"a@example.com"}));
}

BOOST_AUTO_TEST_CASE(members_of_groups_are_logins) {
    BOOST_TEST(allows(Use::members, "alice", {"sales", "support"}));
    BOOST_TEST(allows(Use::members, "alice@example.com", {}));
    BOOST_TEST(!allows(Use::members, "@example.com", {"sales"}));
    BOOST_TEST(!allows(Use::members, "group:staff", {"sales"}));
}

BOOST_AUTO_TEST_CASE(a_recent_login_is_that_of_an_address_at_a_time) {
    BOOST_TEST(allows(Use::recent_logins, "192.0.2.7", {"alice", "1"}));
    BOOST_TEST(allows(Use::recent_logins, "2001:db8::7", {"alice", "1"}));
    BOOST_TEST(allows(Use::recent_logins, "2001:db8:7:1::/64", {"alice", "1"}));
    for (const char* other : {"192.0.2.0/24", "2001:db8::7/128", "2001:db8:7:1::1/64",
                              "2001:DB8:7:1::/64", "2001:db8::/x", "2001:db8::/"}) {
        BOOST_TEST(!allows(Use::recent_logins, other, {"alice", "1"}), other);
    }
    BOOST_TEST(!allows(Use::recent_logins, "alice", {"192.0.2.7", "1"}));
    BOOST_TEST(!allows(Use::recent_logins, "192.0.2.7", {"alice"}));
    BOOST_TEST(!allows(Use::recent_logins, "192.0.2.7", {"group:staff", "1"}));
}

BOOST_AUTO_TEST_CASE(groups_are_known_whatever_the_use) {
    for (const auto use : {Use::owners, Use::any}) {
        BOOST_TEST(allows(use, "a@example.com", {"group:staff"}));
        BOOST_TEST(!allows(use, "a@example.com", {"alice", "group:staf"}));
        BOOST_TEST(!allows(use, "a@example.com", {"group:"}));
    }
}

BOOST_AUTO_TEST_CASE(any_key_and_any_number_of_values_serve_another_use) {
    BOOST_TEST(allows(Use::any, "alice", {"x", "y"}));
    BOOST_TEST(allows(Use::any, "@example.com", {}));
}

BOOST_AUTO_TEST_SUITE_END()
