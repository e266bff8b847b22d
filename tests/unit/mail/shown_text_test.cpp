// What readers see beside an address.
#include "mail/shown_text.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

std::string shown(std::string_view field_body) {
    const auto addresses = msa::parse_address_list(field_body);
    BOOST_REQUIRE(addresses);
    std::string text;
    for (const auto& each : msa::shown_texts(*addresses)) {
        text += each + "|";
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shown_text_test)

BOOST_AUTO_TEST_CASE(names_comments_and_groups_are_shown) {
    BOOST_TEST(shown(" Alice <a@example.com>, b@example.com (=?utf-8?Q?B=C3=B6b?=)") ==
               "Alice|=?utf-8?Q?B=C3=B6b?=|");
    BOOST_TEST(shown(" Team (all): \"A, B\" <a@example.com> (x), c@example.com; (end)") ==
               "Team|all|end|A, B|x|");
    BOOST_TEST(shown(" a@example.com").empty());
}

BOOST_AUTO_TEST_SUITE_END()
