#include "base/option_words.h"

#include <boost/test/unit_test.hpp>

using msa::option_words;

BOOST_AUTO_TEST_SUITE(option_words_test)

BOOST_AUTO_TEST_CASE(words_have_keys_and_values) {
    auto words = option_words(" host = db PORT=1  user='a b\\'c' dbname=x\\ y ");
    BOOST_TEST(words.size() == 4U);
    BOOST_TEST(words["host"] == "db");
    BOOST_TEST(words["port"] == "1");
    BOOST_TEST(words["user"] == "a b'c");
    BOOST_TEST(words["dbname"] == "x y");
}

BOOST_AUTO_TEST_CASE(the_last_of_a_key_counts_and_what_does_not_end_ends_with_the_text) {
    auto words = option_words("host=a host=b user='x");
    BOOST_TEST(words["host"] == "b");
    BOOST_TEST(words["user"] == "x");
    BOOST_TEST(option_words("").empty());
    BOOST_TEST(option_words("host").count("host") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
