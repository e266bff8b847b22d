// ASCII text.
#include "base/text.h"

#include <string>
#include <string_view>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(text_test)

BOOST_AUTO_TEST_CASE(only_ascii_letters_are_folded) {
    BOOST_TEST(msa::ascii_lower("AZaz09@[`{ \xC3\x89 \u212A"sv) == "azaz09@[`{ \xC3\x89 \u212A");
}

BOOST_AUTO_TEST_CASE(comparing_without_case_looks_at_every_octet) {
    BOOST_TEST(msa::equal_ignoring_case("Message-ID", "message-id"));
    BOOST_TEST(msa::equal_ignoring_case("", ""));
    BOOST_TEST(!msa::equal_ignoring_case("From", "Fro"));
    BOOST_TEST(!msa::equal_ignoring_case("@", "`"));
    BOOST_TEST(!msa::equal_ignoring_case("\xC3\x89"sv, "\xC3\xA9"sv));
}

BOOST_AUTO_TEST_CASE(trimming_takes_blanks_at_both_ends_only) {
    BOOST_TEST(msa::trimmed(" \ta b\t ") == "a b");
    BOOST_TEST(msa::trimmed("\r\na\n") == "\r\na\n");
    BOOST_TEST(msa::trimmed(" \t ").empty());
}

BOOST_AUTO_TEST_CASE(the_highest_bit_is_found_anywhere) {
    BOOST_TEST(msa::has_8bit("plain\x80"sv));
    BOOST_TEST(!msa::has_8bit("plain\x7F\0"sv));
    BOOST_TEST(!msa::has_8bit(""));
}

BOOST_DATA_TEST_CASE(well_formed_utf8_is_recognised,
                     bdata::make(std::vector<std::string>{
                         "", "ascii", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                         "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}),
                     text) {
    BOOST_TEST(msa::is_utf8(text));
}

BOOST_DATA_TEST_CASE(ill_formed_utf8_is_recognised,
                     bdata::make(std::vector<std::string>{"\x80",
                                                          "\xBF",
                                                          "\xC0\xAF",
                                                          "\xC1\xBF",
                                                          "\xC3",
                                                          "\xC3\x28",
                                                          "\xE0\x80\xAF",
                                                          "\xE0\x9F\xBF",
                                                          "\xE2\x82",
                                                          "\xE2\x28\xA1",
                                                          "\xE2\x82\x28",
                                                          "\xED\xA0\x80",
                                                          "\xED\xBF\xBF",
                                                          "\xF0\x80\x80\xAF",
                                                          "\xF0\x8F\xBF\xBF",
                                                          "\xF0\x9F\x98",
                                                          "\xF4\x90\x80\x80",
                                                          "\xF5\x80\x80\x80",
                                                          "\xF8\x88\x80\x80\x80",
                                                          "\xFE",
                                                          "\xFF"}),
                     text) {
    BOOST_TEST(!msa::is_utf8(text));
    BOOST_TEST(!msa::is_utf8("a" + text + "b"));
}

BOOST_AUTO_TEST_CASE(the_well_formed_prefix_ends_in_front_of_the_first_bad_sequence) {
    BOOST_TEST(msa::well_formed_prefix("a\xC3\xA9\xE2\x82"sv) == 3U);
    BOOST_TEST(msa::well_formed_prefix("abc") == 3U);
}

BOOST_AUTO_TEST_CASE(splitting_keeps_empty_parts) {
    const std::vector<std::string_view> parts = {"a", "", "b", ""};
    const auto found = msa::split("a..b.", '.');
    BOOST_TEST(found == parts, boost::test_tools::per_element());
    BOOST_TEST(msa::split("", '.').size() == 1U);
}

BOOST_AUTO_TEST_CASE(joining_puts_the_separator_between_parts_only) {
    BOOST_TEST(msa::join({"a", "b", ""}, ", ") == "a, b, ");
    BOOST_TEST(msa::join({"a"}, ", ") == "a");
    BOOST_TEST(msa::join({}, ", ").empty());
}

BOOST_AUTO_TEST_CASE(the_nearest_candidate_is_a_typing_error_away) {
    const std::vector<std::string> names = {"require_tls", "require_auth", "from"};
    BOOST_TEST(msa::nearest("requre_tls", names).value_or("") == "require_tls");
    BOOST_TEST(msa::nearest("require_atuh", names).value_or("") == "require_auth");
    BOOST_TEST(msa::nearest("form", names).value_or("") == "from");
    BOOST_TEST(msa::nearest("FROM", names).value_or("") == "from");
    BOOST_TEST(msa::nearest("fromm", names).value_or("") == "from");
}

BOOST_AUTO_TEST_CASE(the_closest_of_several_candidates_is_meant) {
    BOOST_TEST(msa::nearest("rejects_it", {"rejected_it", "reject_it"}).value_or("") ==
               "reject_it");
}

BOOST_AUTO_TEST_CASE(a_word_unlike_every_candidate_has_none_near) {
    BOOST_TEST(!msa::nearest("to", {"from", "cc"}).has_value());
    BOOST_TEST(!msa::nearest("x", {}).has_value());
}

BOOST_AUTO_TEST_CASE(octets_are_written_as_two_hexadecimal_digits_each) {
    BOOST_TEST(msa::hex(std::string_view("\0\x0f\xa5\xff", 4)) == "000fa5ff");
    BOOST_TEST(msa::hex("").empty());
}

BOOST_AUTO_TEST_CASE(a_utf8_sequence_has_a_length_only_where_it_is_well_formed) {
    BOOST_TEST(msa::utf8_length("a") == 1U);
    BOOST_TEST(msa::utf8_length("\u00e9x") == 2U);
    BOOST_TEST(msa::utf8_length("\u20ac") == 3U);
    BOOST_TEST(msa::utf8_length("\U0001F600") == 4U);
    BOOST_TEST(msa::utf8_length("\x80") == 0U);
    BOOST_TEST(msa::utf8_length("\xc3(") == 0U);
    BOOST_TEST(msa::utf8_length("\xe2\x82") == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_not_printable_ascii_is_shown_as_hexadecimal) {
    BOOST_TEST(msa::printable("a\\b\r\n\0\x7F\xC3\xA9 %s"sv) ==
               "a\\\\b\\x0d\\x0a\\x00\\x7f\\xc3\\xa9 %s");
}

BOOST_AUTO_TEST_CASE(long_text_is_cut_without_splitting_an_escape) {
    BOOST_TEST(msa::printable("abcdef", 6) == "abcdef");
    BOOST_TEST(msa::printable("abcdefg", 6) == "abcdef...");
    BOOST_TEST(msa::printable("abc\n\n", 8) == "abc\\x0a...");
}

BOOST_AUTO_TEST_CASE(occurrences_do_not_overlap) {
    BOOST_TEST(msa::occurrences("aaaa", "aa") == 2U);
    BOOST_TEST(msa::occurrences("a b a", "a") == 2U);
    BOOST_TEST(msa::occurrences("", "a") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
