// Looking for texts in lines.
#include "inquiry/needle.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::Needle;
using Case = msa::Needle::Case;

BOOST_AUTO_TEST_SUITE(needle_test)

BOOST_AUTO_TEST_CASE(a_text_is_found_wherever_it_stands) {
    const Needle needle("abcab", Case::counts);
    const std::string text = "abcab";
    for (std::size_t before = 0; before < 12; ++before) {
        for (std::size_t behind = 0; behind < 12; ++behind) {
            const auto line = std::string(before, 'a') + text + std::string(behind, 'b');
            BOOST_TEST(needle.is_in(line), line);
            auto other = line;
            other[before + 2] = 'x';
            BOOST_TEST(!needle.is_in(other), other);
        }
    }
    BOOST_TEST(!needle.is_in("abca"));
    BOOST_TEST(!needle.is_in(""));
    BOOST_TEST(needle.is_in("abcabcab"));
}

BOOST_AUTO_TEST_CASE(case_counts_where_it_is_to_count) {
    BOOST_TEST(!Needle("Carol", Case::counts).is_in("carol"));
    BOOST_TEST(Needle("Carol", Case::is_ignored).is_in("x cAROl y"));
    BOOST_TEST(!Needle("Carol", Case::is_ignored).is_in("x cAROk y"));
}

BOOST_AUTO_TEST_CASE(a_text_of_one_octet_and_a_very_long_one_are_found) {
    BOOST_TEST(Needle("x", Case::counts).is_in("aaax"));
    BOOST_TEST(!Needle("x", Case::counts).is_in("aaay"));
    const std::string text = std::string(300, 'a') + 'b' + std::string(300, 'a');
    BOOST_TEST(Needle(text, Case::counts).is_in(std::string(500, 'a') + text));
    BOOST_TEST(!Needle(text, Case::counts).is_in(std::string(2000, 'a')));
}

BOOST_AUTO_TEST_SUITE_END()
