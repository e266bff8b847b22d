// Reply texts as libmilter takes them.
#include "milter/reply_text.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::milter_reply_text;

BOOST_AUTO_TEST_SUITE(reply_text)

BOOST_AUTO_TEST_CASE(a_percent_sign_is_doubled) {
    BOOST_TEST(milter_reply_text("100% of %s") == "100%% of %%s");
}

BOOST_AUTO_TEST_CASE(what_is_not_printable_ascii_becomes_a_question_mark) {
    BOOST_TEST(milter_reply_text("a\r\nb\tc\x7f\xc3\xa4") == "a??b?c???");
}

BOOST_AUTO_TEST_CASE(a_long_text_is_cut_to_what_libmilter_takes) {
    BOOST_TEST(milter_reply_text(std::string(2000, 'x')).size() == 980U);
}

BOOST_AUTO_TEST_CASE(a_cut_does_not_part_a_doubled_percent_sign) {
    BOOST_TEST(milter_reply_text(std::string(979, 'x') + "%").size() == 979U);
    BOOST_TEST(milter_reply_text(std::string(2000, '%')).size() == 980U);
}

BOOST_AUTO_TEST_SUITE_END()
