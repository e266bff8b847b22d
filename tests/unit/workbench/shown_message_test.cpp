// Messages as text, and as a milter is shown them.
#include "workbench/shown_message.h"

#include <boost/test/unit_test.hpp>

using msa::MtaKind;
using msa::shown_message;
using msa::with_crlf;

BOOST_AUTO_TEST_SUITE(shown_message_text)

BOOST_AUTO_TEST_CASE(every_line_ends_as_in_smtp) {
    BOOST_TEST(with_crlf("a\nb\r\n\nc") == "a\r\nb\r\n\r\nc");
    BOOST_TEST(with_crlf("\n") == "\r\n");
    BOOST_TEST(with_crlf("a\rb") == "a\rb");
}

BOOST_AUTO_TEST_CASE(folds_stay_in_their_field) {
    const auto shown = shown_message("A: 1\r\n  2\r\nB:\r\n\r\nbody\r\n", MtaKind::postfix);
    BOOST_REQUIRE(shown.header.fields().size() == 2U);
    BOOST_TEST(shown.header.fields()[0].value == " 1\n  2");
    BOOST_TEST(shown.header.fields()[1].value == "");
    BOOST_TEST(shown.body == "body\r\n");
}

BOOST_AUTO_TEST_CASE(a_header_alone_has_an_empty_body) {
    BOOST_TEST(shown_message("A: 1\r\n", MtaKind::postfix).body == "");
    BOOST_TEST(shown_message("A: 1", MtaKind::postfix).header.count("A") == 1U);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_field_begins_the_body) {
    const auto shown = shown_message("A: 1\r\nno field\r\nB: 2\r\n", MtaKind::postfix);
    BOOST_TEST(shown.header.fields().size() == 1U);
    BOOST_TEST(shown.body == "no field\r\nB: 2\r\n");
}

BOOST_AUTO_TEST_CASE(sendmail_does_not_show_empty_fields_of_its_own) {
    BOOST_TEST(shown_message("Date: \r\nCc:\r\n\r\n", MtaKind::sendmail).header.fields().size() ==
               1U);
    BOOST_TEST(shown_message("Date: \r\nCc:\r\n\r\n", MtaKind::postfix).header.fields().size() ==
               2U);
}

BOOST_AUTO_TEST_SUITE_END()
