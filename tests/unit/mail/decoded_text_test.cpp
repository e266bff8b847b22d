// Encoded-words as generous readers show them.
#include "mail/decoded_text.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::decoded_text;

BOOST_AUTO_TEST_SUITE(decoded_text_test)

BOOST_AUTO_TEST_CASE(text_without_encoded_words_stays) {
    for (const char* text : {"", "Alice Smith", "a  b ", "=?", "=?x", "=?utf-8?Q?", "=?utf-8?Q?x",
                             "=?utf-8?X?x?=", "=? utf-8 ?", "a =?b?= c", "?==?=?=?"}) {
        BOOST_TEST(decoded_text(text) == text, text);
    }
}

BOOST_AUTO_TEST_CASE(both_encodings_are_decoded_in_any_case) {
    BOOST_TEST(decoded_text("=?utf-8?Q?Andr=C3=A9_x?=") == "Andr\u00e9 x");
    BOOST_TEST(decoded_text("=?UTF-8?q?=c3=a9?=") == "\u00e9");
    BOOST_TEST(decoded_text("=?UTF-8?B?Y2VvQGV4YW1wbGUuY29t?=") == "ceo@example.com");
    BOOST_TEST(decoded_text("=?us-ascii?b?Y2Vv?=") == "ceo");
    BOOST_TEST(decoded_text("=?utf-8*en?Q?x?=") == "x");
}

BOOST_AUTO_TEST_CASE(blanks_between_encoded_words_are_dropped_and_no_others) {
    BOOST_TEST(decoded_text("=?utf-8?Q?a?= =?utf-8?Q?b?=") == "ab");
    BOOST_TEST(decoded_text("=?utf-8?Q?a?=\r\n\t=?utf-8?Q?b?= c") == "ab c");
    BOOST_TEST(decoded_text("x =?utf-8?Q?a?= y =?utf-8?Q?b?= ") == "x a y b ");
}

BOOST_AUTO_TEST_CASE(a_character_split_between_two_words_is_whole_again) {
    BOOST_TEST(decoded_text("=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=") == "\u00e9");
}

BOOST_AUTO_TEST_CASE(words_are_decoded_wherever_a_generous_reader_would) {
    BOOST_TEST(decoded_text("x=?utf-8?Q?a?=y") == "xay");
    BOOST_TEST(decoded_text("=?utf-8?Q?a?==?utf-8?Q?b?=") == "ab");
    BOOST_TEST(decoded_text("=?utf-8?Q?a b?=") == "a b");
    BOOST_TEST(decoded_text("=?utf-8?B?Y2 Vv!?=") == "ceo");
    BOOST_TEST(decoded_text("=?utf-8?B?Yw==ZW8=?=") == "ceo");
    BOOST_TEST(decoded_text("=?utf-8?B?Y2V?=") == "ce");
    BOOST_TEST(decoded_text("=?utf-8?Q?a=4?=") == "a=4");
}

BOOST_AUTO_TEST_CASE(other_character_sets_become_utf_8) {
    BOOST_TEST(decoded_text("=?iso-8859-1?Q?Andr=E9?=") == "Andr\u00e9");
    BOOST_TEST(decoded_text("=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=") == "\u65e5\u672c");
    BOOST_TEST(decoded_text("=?utf-7?Q?ceo+AEA-example.com?=") == "ceo@example.com");
    BOOST_TEST(decoded_text("=?utf-16be?B?AGMAZQBv?=") == "ceo");
}

BOOST_AUTO_TEST_CASE(octets_of_an_unknown_character_set_are_taken_as_latin_1) {
    BOOST_TEST(decoded_text("=?x-nobody?Q?ceo=40=E9?=") == "ceo@\u00e9");
    BOOST_TEST(decoded_text("=?../x//IGNORE?Q?a?=") == "a");
    BOOST_TEST(decoded_text("=??Q?a?=") == "a");
}

BOOST_AUTO_TEST_CASE(a_megabyte_of_beginnings_is_read_in_linear_time) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += "=?a?q?b ";
    }
    BOOST_TEST(decoded_text(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()
