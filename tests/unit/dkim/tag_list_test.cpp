// Reading back what a library wrote.
#include "dkim/tag_list.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(tag_list_test)

BOOST_AUTO_TEST_CASE(white_space_and_folds_vanish_from_values) {
    const auto tags = tag_list(" v=1; h=from:\n\t to ;\n\tb=ab\n\t cd==");
    BOOST_TEST_REQUIRE(tags.has_value());
    BOOST_TEST(tags->at("v") == "1");
    BOOST_TEST(tags->at("h") == "from:to");
    BOOST_TEST(tags->at("b") == "abcd==");
    BOOST_TEST(tags->size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_part_without_tag_is_an_error) {
    BOOST_TEST(!tag_list("v=1; x").has_value());
    BOOST_TEST(!tag_list("v=1; =x").has_value());
}

BOOST_AUTO_TEST_CASE(a_tag_named_twice_is_an_error) {
    BOOST_TEST(!tag_list("d=example.org; d=example.net").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
