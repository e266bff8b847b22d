// Marks of members.
#include "limits/member_mark.h"

#include <string>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(member_mark_test)

// The vectors of the reference implementation: the key is 00 01 ... 0f, the text 00 01 02 ...
BOOST_AUTO_TEST_CASE(marks_are_those_of_the_reference_implementation) {
    constexpr msa::MarkKey key{0x0706050403020100U, 0x0f0e0d0c0b0a0908U};
    std::string text;
    BOOST_TEST(msa::member_mark(key, text) == 0x726fdb47dd0e0e31U);
    for (char octet = 0; octet < 15; ++octet) {
        text += octet;
    }
    BOOST_TEST(msa::member_mark(key, text) == 0xa129ca6149be45e5U);
}

BOOST_AUTO_TEST_CASE(another_key_makes_another_mark) {
    BOOST_TEST(msa::member_mark({1, 2}, "bob") != msa::member_mark({1, 3}, "bob"));
}

BOOST_AUTO_TEST_SUITE_END()
