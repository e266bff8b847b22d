// The values of an entry, as text.
#include "tables/table_values.h"

#include <boost/test/unit_test.hpp>

using Values = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(table_values_test)

BOOST_AUTO_TEST_CASE(values_are_apart_by_blanks_or_commas) {
    const auto answer = msa::found_entry({"alice, bob\tcarol,,", "dan", ""});
    BOOST_TEST(answer->found);
    BOOST_TEST(answer->values == (Values{"alice", "bob", "carol", "dan"}));
    BOOST_TEST(msa::found_entry({})->values.empty());
}

BOOST_AUTO_TEST_CASE(what_no_table_may_hold_is_an_error) {
    for (const auto& text : {std::string("al\0ice", 6), std::string("al\nice"),
                             std::string("al\xff"), std::string("\x7f")}) {
        BOOST_TEST(!msa::found_entry({"bob", text}).has_value());
    }
    BOOST_TEST(!msa::found_value(std::string("alice\0", 6)).has_value());
}

BOOST_AUTO_TEST_CASE(an_entry_that_must_have_a_value_has_one) {
    BOOST_TEST(msa::found_value("alice")->values == Values{"alice"});
    BOOST_TEST(msa::found_value(" ,").error().what == "malformed answer: no value");
}

BOOST_AUTO_TEST_CASE(an_answer_does_not_grow_without_bounds) {
    std::string many;
    for (int i = 0; i < 10000; ++i) {
        many += "a ";
    }
    BOOST_TEST(msa::found_entry({many})->values.size() == 10000U);
    BOOST_TEST(!msa::found_entry({many, "a"}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
