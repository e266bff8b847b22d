// What MAIL FROM says.
#include "policy/envelope.h"

#include <boost/test/unit_test.hpp>

namespace {

std::string body_type(std::vector<std::string> parameters) {
    return msa::envelope_of({"<a@example.org>", std::move(parameters), {}}).body_type;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(envelope)

BOOST_AUTO_TEST_CASE(the_body_type_is_what_one_parameter_says) {
    BOOST_TEST(body_type({}).empty());
    BOOST_TEST(body_type({"SIZE=1", "body=8BitMIME"}) == "8bitmime");
    BOOST_TEST(body_type({"BODY=7BIT"}) == "7bit");
    BOOST_TEST(body_type({"BODY=BINARYMIME", "SMTPUTF8"}) == "binarymime");
}

BOOST_AUTO_TEST_CASE(a_body_type_that_is_unknown_or_said_twice_is_none) {
    BOOST_TEST(body_type({"BODY=8BIT"}).empty());
    BOOST_TEST(body_type({"BODY="}).empty());
    BOOST_TEST(body_type({"BODY"}).empty());
    BOOST_TEST(body_type({"XBODY=8BITMIME"}).empty());
    BOOST_TEST(body_type({"BODY=7BIT", "BODY=8BITMIME"}).empty());
    BOOST_TEST(body_type({"BODY=8BITMIME", "BODY=8BITMIME"}).empty());
}

BOOST_AUTO_TEST_SUITE_END()
