// The URIs of List- fields.
#include "mail/uri_list.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(uri_list)

BOOST_AUTO_TEST_CASE(uris_stand_in_brackets_with_commas_between_them) {
    const auto uris = msa::parse_uri_list(
        " (by mail) <mailto:u@example.com?subject=x>,\n <https://example.com/\n u/1> (web)");
    BOOST_REQUIRE(uris.has_value());
    BOOST_REQUIRE(uris->size() == 2U);
    BOOST_TEST(uris->at(0) == "mailto:u@example.com?subject=x");
    BOOST_TEST(uris->at(1) == "https://example.com/u/1");
}

BOOST_AUTO_TEST_CASE(anything_else_is_an_error) {
    for (const char* bad :
         {"", " ", " NO", " https://example.com/", " <a", " <>", " < >", " <a> <b>", " <a>,",
          " ,<a>", " <a>x", " <a<b>", " <a> (", " <a>\nX: y"}) {
        BOOST_TEST(!msa::parse_uri_list(bad).has_value(), bad);
    }
}

BOOST_AUTO_TEST_SUITE_END()
