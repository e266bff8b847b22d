// The lines of header fields.
#include "mail/folding.h"

#include "base/text.h"

#include <boost/test/unit_test.hpp>

using msa::refolded;

namespace {

std::string words(std::size_t count, const std::string& word) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += ' ' + word;
    }
    return text;
}

std::string without_folds(std::string text) {
    std::erase(text, '\n');
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(folding)

BOOST_AUTO_TEST_CASE(the_first_line_counts_with_its_name) {
    BOOST_TEST(msa::longest_line("Subject", " hello") == 14U);
    BOOST_TEST(msa::longest_line("Subject", " a\n bcdefghijklmnop") == 16U);
    BOOST_TEST(msa::longest_line("X", "") == 2U);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_not_too_long_stays) {
    const std::string value = words(90, "word1234ab");
    BOOST_REQUIRE(msa::longest_line("Subject", value) == 998U);
    BOOST_TEST(refolded("Subject", value).value() == value);
}

BOOST_AUTO_TEST_CASE(a_longer_one_is_broken_at_white_space_into_short_lines) {
    const std::string value = words(200, "word1234ab");
    const auto folded = refolded("Subject", value).value();
    BOOST_TEST(msa::longest_line("Subject", folded) <= msa::preferred_line);
    BOOST_TEST(without_folds(folded) == value);
    BOOST_TEST(!msa::has_blank_fold(folded));
}

BOOST_AUTO_TEST_CASE(other_lines_of_the_field_stay) {
    const std::string value = " first\n" + words(100, "word1234ab") + "\n\tlast";
    const auto folded = refolded("Subject", value).value();
    BOOST_TEST(folded.substr(0, 7) == " first\n");
    BOOST_TEST(folded.substr(folded.size() - 6) == "\n\tlast");
}

BOOST_AUTO_TEST_CASE(a_word_between_78_and_998_octets_gets_a_line_of_its_own) {
    const std::string word(900, 'x');
    const std::string rest = words(12, "word1234ab");
    BOOST_TEST(refolded("Subject", " short " + word + rest).value() ==
               " short\n " + word + "\n" + words(7, "word1234ab") + "\n" + words(5, "word1234ab"));
}

BOOST_AUTO_TEST_CASE(a_word_that_is_too_long_cannot_be_helped) {
    BOOST_TEST(!refolded("Subject", " a " + std::string(998, 'x') + " b").has_value());
    BOOST_TEST(!refolded("Subject", " " + std::string(990, 'x')).has_value());
}

BOOST_AUTO_TEST_CASE(a_quoted_string_is_never_broken) {
    const std::string quoted = "\"" + words(60, "a\\\"b(c") + '"';
    const auto folded =
        refolded("To", words(80, "(x \" y)") + ' ' + quoted + words(20, "z")).value();
    BOOST_TEST(folded.find(quoted) != std::string::npos);
    BOOST_TEST(!refolded("To", " \"" + words(100, "1234567890") + '"').has_value());
}

BOOST_AUTO_TEST_CASE(fields_of_every_form_are_folded_where_nothing_changes) {
    const std::string name = "\"Bob, B.\" <bob@example.net>,";
    const auto list = refolded("To", words(60, name)).value();
    BOOST_TEST(without_folds(list) == words(60, name));
    BOOST_TEST(list.find("B.\"\n") != std::string::npos);
    BOOST_TEST(list.find("\"Bob,\n") == std::string::npos);
    const auto comment = refolded("Received", " from a (" + words(200, "word") + " ) by b").value();
    BOOST_TEST(msa::longest_line("Received", comment) <= msa::preferred_line);
    const auto tags = refolded("X-Tags", words(90, "tag=value-of-it;")).value();
    BOOST_TEST(msa::longest_line("X-Tags", tags) <= msa::preferred_line);
}

BOOST_AUTO_TEST_CASE(tabs_and_runs_of_blanks_are_kept_at_a_fold) {
    std::string value;
    for (int i = 0; i < 100; ++i) {
        value += i % 2 == 0 ? "\tword1234ab" : "   word1234ab";
    }
    const auto folded = refolded("Subject", value).value();
    BOOST_TEST(without_folds(folded) == value);
    BOOST_TEST(folded.find("\n   word") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_lines_over_the_limit_are_broken) {
    const std::string fits = words(90, "word1234ab");
    const auto folded = refolded("X", " a\n" + fits + "\n" + words(120, "word1234ab")).value();
    BOOST_TEST(folded.starts_with(" a\n" + fits + "\n"));
    BOOST_TEST(msa::longest_line("X", folded) == fits.size());
}

BOOST_AUTO_TEST_CASE(octets_beyond_ascii_are_never_parted) {
    const std::string value = words(120, "größer語");
    const auto folded = refolded("Subject", value).value();
    for (const auto line : msa::split(folded, '\n')) {
        BOOST_TEST(msa::is_utf8(line));
    }
    BOOST_TEST(without_folds(folded) == value);
}

BOOST_AUTO_TEST_CASE(what_is_folded_needs_no_second_folding) {
    const auto once = refolded("References", words(90, "<1234567890@example.com>"), 990).value();
    BOOST_TEST(refolded("References", once, 990).value() == once);
    BOOST_TEST(msa::longest_line("References", once) <= msa::preferred_line);
}

BOOST_AUTO_TEST_CASE(no_line_of_white_space_is_made) {
    const std::string blanks(400, ' ');
    BOOST_TEST(refolded("Subject", blanks + "x" + blanks + "y" + blanks).value() ==
               blanks + "x\n" + blanks + "y" + blanks);
    BOOST_TEST(!refolded("Subject", std::string(2000, ' ')).has_value());
}

BOOST_AUTO_TEST_CASE(lines_of_white_space_are_found_and_taken_out) {
    BOOST_TEST(msa::has_blank_fold(" one\n \n two"));
    BOOST_TEST(msa::has_blank_fold(" one\n\t "));
    BOOST_TEST(!msa::has_blank_fold(" \n two"));
    BOOST_TEST(!msa::has_blank_fold(""));
    BOOST_TEST(msa::without_blank_folds(" one\n \n\t\n two\n ") == " one\n two");
    BOOST_TEST(msa::without_blank_folds(" \n two") == " \n two");
}

BOOST_AUTO_TEST_SUITE_END()
