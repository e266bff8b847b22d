// xtext.
#include "mail/xtext.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(xtext_test)

BOOST_AUTO_TEST_CASE(hexadecimal_digits_stand_for_an_octet_in_either_case) {
    BOOST_TEST(msa::decode_xtext("a+2Bb+2b+3D+40example.org").value() == "a+b+=@example.org");
    BOOST_TEST(msa::decode_xtext("+C3+a9").value() == "\xC3\xA9");
    BOOST_TEST(msa::decode_xtext("+00").value() == std::string(1, '\0'));
}

BOOST_AUTO_TEST_CASE(everything_else_stands_for_itself) {
    BOOST_TEST(msa::decode_xtext("alice@example.org").value() == "alice@example.org");
    BOOST_TEST(msa::decode_xtext("").value().empty());
}

BOOST_DATA_TEST_CASE(a_plus_needs_two_hexadecimal_digits,
                     bdata::make(std::vector<std::string>{"+", "a+4", "+4g", "+g4", "++2B", "+ 4"}),
                     text) {
    BOOST_TEST(!msa::decode_xtext(text).has_value());
}

BOOST_AUTO_TEST_CASE(the_error_names_the_octet) {
    BOOST_TEST(msa::decode_xtext("abc+4").error().what ==
               "`+` without two hexadecimal digits at octet 4");
}

BOOST_AUTO_TEST_SUITE_END()
