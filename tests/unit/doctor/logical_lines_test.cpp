#include "doctor/logical_lines.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(logical_line)

BOOST_AUTO_TEST_CASE(lines_that_begin_with_a_blank_go_on) {
    const auto lines = logical_lines("# comment\n\na = b\n  c\n# within\n\n\td \ne = f\r\n");
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines[0].number == 3);
    BOOST_TEST(lines[0].text == "a = b c d");
    BOOST_TEST(lines[1].number == 8);
    BOOST_TEST(lines[1].text == "e = f");
}

BOOST_AUTO_TEST_CASE(a_text_may_hold_no_line) {
    BOOST_TEST(logical_lines("").empty());
    BOOST_TEST(logical_lines("\n  \n#\n").empty());
}

BOOST_AUTO_TEST_SUITE_END()
