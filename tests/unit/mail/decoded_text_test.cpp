// Encoded-words as generous readers show them.
#include "mail/decoded_text.h"

#include <algorithm>
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

BOOST_AUTO_TEST_CASE(character_sets_are_read_as_mail_readers_know_them) {
    BOOST_TEST(decoded_text("=?iso-8859-1?Q?Alice_=96_Smith=92s?=") == "Alice \u2013 Smith\u2019s");
    BOOST_TEST(decoded_text("=?us-ascii?Q?=80?=") == "\u20ac");
    BOOST_TEST(decoded_text("=?euc-kr?B?jGO55rCix88=?=") == "\ub620\ubc29\uac01\ud558");
    BOOST_TEST(decoded_text("=?gb2312?B?6UY=?=") == "\u9555");
    BOOST_TEST(decoded_text("=?shift_jis?B?h0A=?=") == "\u2460");
    BOOST_TEST(decoded_text("=?utf-16?B?AGMAZQBv?=") == "ceo");
    BOOST_TEST(decoded_text("=?utf-16?B?//5jAGUAbwA=?=") == "ceo");
    BOOST_TEST(decoded_text("=?utf-32?B?AAAAYwAAAGU=?=") == "ce");
    BOOST_TEST(decoded_text("=?unicode-1-1-utf-7?Q?+AEA-?=") == "@");
    BOOST_TEST(decoded_text("=?utf8?Q?=C3=A9=FF?=") == "\u00e9\uFFFD");
    BOOST_TEST(decoded_text("=?utf-16be?B?AA==?= =?utf-16be?B?Yw==?=") == "c");
}

BOOST_AUTO_TEST_CASE(of_an_unknown_character_set_the_ascii_octets_are_kept) {
    BOOST_TEST(decoded_text("=?x-nobody?Q?ceo=40=E9?=") == "ceo@");
    BOOST_TEST(decoded_text("=?../x//IGNORE?Q?a?=") == "a");
    BOOST_TEST(decoded_text("=??Q?a?=") == "a");
}

BOOST_AUTO_TEST_CASE(an_unknown_character_set_is_said) {
    BOOST_TEST(msa::unknown_charset("a =?x-mac-roman?Q?Ren=8E?=").value_or("") == "x-mac-roman");
    BOOST_TEST(!msa::unknown_charset("=?iso-8859-1?Q?x?= =?utf8?B?eA==?= =?unicode?B?AGM=?="));
    BOOST_TEST(!msa::unknown_charset("plain"));
}

BOOST_AUTO_TEST_CASE(what_readers_guess_at_is_guessed) {
    const auto texts = msa::plausible_texts("=?x-nobody?Q?a=C3=A9?= =?utf-8?Q?b=FF?=");
    for (const char* wanted : {"ab\uFFFD", "ab", "a\u00c3\u00a9 b\uFFFD", "a\u00e9b\uFFFD"}) {
        BOOST_TEST((std::find(texts.begin(), texts.end(), wanted) != texts.end()), wanted);
    }
    BOOST_TEST(msa::plausible_texts("plain").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_megabyte_of_beginnings_is_read_in_linear_time) {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
        text += "=?a?q?b ";
    }
    BOOST_TEST(decoded_text(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()
