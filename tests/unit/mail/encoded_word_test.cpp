// Encoded-words: GMime must read back what was written.
#include "mail/encoded_word.h"

#include "base/text.h"
#include "fakes/gmime_oracle.h"
#include "mail/folding.h"

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using msa::encoded_value;

namespace {

std::string unfolded(std::string text) {
    std::erase(text, '\n');
    return text;
}

std::string trimmed_text(const std::string& text) {
    return std::string(msa::trimmed(text));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(encoded_word)

BOOST_AUTO_TEST_CASE(a_word_beyond_ascii_is_encoded_and_no_other) {
    BOOST_TEST(encoded_value("Subject", " Grüße") == " =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
    BOOST_TEST(encoded_value("Subject", "Grüße") == " =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
    BOOST_TEST(encoded_value("Subject", " Re: zwölf Äpfel kaufen") ==
               " Re: =?UTF-8?Q?zw=C3=B6lf_=C3=84pfel?= kaufen");
    BOOST_TEST(encoded_value("Subject", " plain text") == " plain text");
}

BOOST_AUTO_TEST_CASE(marks_of_q_are_encoded) {
    BOOST_TEST(encoded_value("Subject", " ä=?_") == " =?UTF-8?Q?=C3=A4=3D=3F=5F?=");
}

BOOST_AUTO_TEST_CASE(b_is_used_where_little_could_be_read) {
    BOOST_TEST(encoded_value("Subject", " 日本語") == " =?UTF-8?B?5pel5pys6Kqe?=");
}

BOOST_AUTO_TEST_CASE(white_space_beside_an_encoded_word_is_not_lost) {
    const std::string before = encoded_value("Subject", " =?UTF-8?Q?a?= ä");
    BOOST_TEST(before == " =?UTF-8?Q?a?= =?UTF-8?Q?_=C3=A4?=");
    BOOST_TEST(trimmed_text(msa::gmime_text(before)) == "a ä");
    const std::string behind = encoded_value("Subject", " ä =?UTF-8?Q?a?=");
    BOOST_TEST(trimmed_text(msa::gmime_text(behind)) == "ä a");
}

BOOST_AUTO_TEST_CASE(lines_and_words_keep_their_limits) {
    std::string text;
    for (int i = 0; i < 300; ++i) {
        text += i % 7 == 0 ? " " : i % 2 == 0 ? "ü" : "語";
    }
    const auto value = encoded_value("X-A-Field-Whose-Name-Is-Long", ' ' + text);
    BOOST_TEST(msa::longest_line("X-A-Field-Whose-Name-Is-Long", value) <= 76U);
    for (const auto word : msa::split(unfolded(value), ' ')) {
        BOOST_TEST(word.size() <= 75U);
    }
    BOOST_TEST(trimmed_text(msa::gmime_text(unfolded(value))) == trimmed_text(text));
}

BOOST_AUTO_TEST_CASE(a_name_that_fills_the_line_is_followed_by_a_fold) {
    const std::string name = "X-" + std::string(70, 'a');
    const auto value = encoded_value(name, " ä");
    BOOST_TEST(value == "\n =?UTF-8?Q?=C3=A4?=");
}

RC_BOOST_PROP(any_text_is_read_back_as_it_was, ()) {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "ä", "語", "𝄞", "a", "=?", "?=", "_", "=C3", ",", "\"", "word", " "));
    std::string text = "x";
    for (const auto& piece : pieces) {
        text += piece == " " && text.back() == ' ' ? "" : piece;
    }
    text = trimmed_text(text);
    const auto value = encoded_value("Subject", ' ' + text);
    RC_ASSERT(!msa::has_8bit(value));
    RC_ASSERT(!msa::has_blank_fold(value));
    if (text.find("=?") == std::string::npos) {
        RC_ASSERT(trimmed_text(msa::gmime_text(unfolded(value))) == text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
