// What MAIL FROM says.
#include "submission/envelope.h"

#include <boost/test/unit_test.hpp>

namespace {

std::string body_type(std::vector<std::string> parameters) {
    return msa::envelope_of({"<a@example.org>", std::move(parameters), {}}).body_type;
}

/// The code of refusal_of_all() for recipients that were answered with these codes; 0: accepted.
int code_of_all(const std::vector<int>& codes) {
    std::vector<msa::Recipient> recipients;
    for (const int code : codes) {
        recipients.push_back(msa::recipient_of({.argument = "<a@example.org>"}));
        if (code != 0) {
            recipients.back().refusal = msa::Reply{code, "4.0.0", "No"};
        }
    }
    const auto refusal = msa::refusal_of_all(recipients);
    return refusal ? refusal->code : 0;
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

BOOST_AUTO_TEST_CASE(recipients_of_whom_one_may_be_tried_again_were_put_off) {
    BOOST_TEST(code_of_all({451}) == 451);
    BOOST_TEST(code_of_all({550, 451, 553}) == 451);
    BOOST_TEST(code_of_all({450, 550}) == 450);
    BOOST_TEST(code_of_all({450, 451}) == 450);
    BOOST_TEST(code_of_all({550, 553}) == 553);
    BOOST_TEST(code_of_all({451, 0}) == 0);
    BOOST_TEST(code_of_all({0}) == 0);
    BOOST_TEST(code_of_all({}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
