#include "base/first_word.h"

#include <boost/test/unit_test.hpp>

using msa::first_word_end;

BOOST_AUTO_TEST_SUITE(first_word)

BOOST_AUTO_TEST_CASE(ends_at_a_blank_outside_quotes) {
    BOOST_TEST(first_word_end("alice bob") == 5U);
    BOOST_TEST(first_word_end("\"al ice\"@x\tbob") == 10U);
    BOOST_TEST(first_word_end("\"a\\\" b\" c") == 7U);
    BOOST_TEST(first_word_end("alice") == 5U);
    BOOST_TEST(first_word_end("") == 0U);
    BOOST_TEST(first_word_end("\"al ice") == std::string_view::npos);
}

BOOST_AUTO_TEST_SUITE_END()
