// The values of an entry, as text.
#include "tables/table_values.h"

#include <boost/test/unit_test.hpp>

using Values = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(table_values_test)

BOOST_AUTO_TEST_CASE(values_are_apart_by_blanks_or_commas_in_files) {
    BOOST_TEST(msa::found_value("alice, bob\tcarol,,")->values ==
               (Values{"alice", "bob", "carol"}));
}

BOOST_AUTO_TEST_CASE(a_text_is_one_value) {
    for (const std::string text : {"contractor for it", "cn=Staff,ou=groups,dc=example,dc=com",
                                   "it, sales", " it", "it ", "a;b|c"}) {
        BOOST_TEST(msa::found_entry({text}, "")->values == Values{text});
    }
    const auto answer = msa::found_entry({"alice, bob", "", "dan"}, "");
    BOOST_TEST(answer->found);
    BOOST_TEST(answer->values == (Values{"alice, bob", "dan"}));
    BOOST_TEST(msa::found_entry({}, "")->values.empty());
    BOOST_TEST(msa::found_entry({""}, "")->values.empty());
}

BOOST_AUTO_TEST_CASE(a_text_is_a_list_where_something_separates) {
    BOOST_TEST(msa::found_entry({"it , for it,,"}, ",")->values == (Values{"it", "for it"}));
    BOOST_TEST(msa::found_entry({"a; b|c", "d"}, ";|")->values == (Values{"a", "b", "c", "d"}));
    BOOST_TEST(msa::found_entry({" , "}, ",")->values.empty());
}

BOOST_AUTO_TEST_CASE(what_no_table_may_hold_is_an_error) {
    for (const auto& text : {std::string("al\0ice", 6), std::string("al\nice"),
                             std::string("al\xff"), std::string("\x7f")}) {
        BOOST_TEST(!msa::found_entry({"bob", text}, "").has_value());
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
    BOOST_TEST(msa::found_entry({many}, " ")->values.size() == 10000U);
    BOOST_TEST(!msa::found_entry({many, "a"}, " ").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
