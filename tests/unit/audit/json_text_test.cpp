// Text from anybody for JSON.
#include "audit/json_text.h"

#include "base/text.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck/boost_test.h>

namespace {

constexpr std::size_t plenty = 1000;

std::string spelled(std::string_view octets, std::size_t limit) {
    std::string line;
    msa::append_json_text(line, octets, limit);
    return line;
}

/// As a reader of JSON sees it, who would spell it the same way.
std::string json_text(std::string_view octets, std::size_t limit) {
    const auto line = spelled(octets, limit);
    const auto json = nlohmann::json::parse(line);
    BOOST_TEST(json.dump(-1, ' ', true) == line);
    return json;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_text_test)

BOOST_AUTO_TEST_CASE(well_formed_text_stays_as_it_is) {
    BOOST_TEST(json_text("\"Bob \\\"B\\\"\" <b@example.org>", plenty) ==
               "\"Bob \\\"B\\\"\" <b@example.org>");
    BOOST_TEST(json_text("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x93\xA7\n", plenty) ==
               "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x93\xA7\n");
    BOOST_TEST(json_text("", plenty).empty());
}

BOOST_AUTO_TEST_CASE(an_octet_that_is_no_utf8_shows_as_its_digits) {
    BOOST_TEST(json_text("caf\xE9!", plenty) == "caf\uFFFDe9!");
    BOOST_TEST(json_text("\xC3", plenty) == "\uFFFDc3");
    BOOST_TEST(json_text("\xED\xA0\x80", plenty) == "\uFFFDed\uFFFDa0\uFFFD80");
}

BOOST_AUTO_TEST_CASE(a_genuine_replacement_character_is_doubled) {
    BOOST_TEST(json_text("\uFFFDe9", plenty) == "\uFFFD\uFFFDe9");
}

BOOST_AUTO_TEST_CASE(what_is_too_long_is_cut_and_says_how_long_it_was) {
    BOOST_TEST(json_text("abcdef", 6) == "abcdef");
    BOOST_TEST(json_text("abcdefg", 6) == "abcdef\uFFFD[7 octets]");
    BOOST_TEST(json_text("ab\xE2\x82\xAC", 7) == "ab\uFFFD[5 octets]");
    BOOST_TEST(json_text("\"\"\"", 5) == "\"\"\uFFFD[3 octets]");
    BOOST_TEST(json_text("\x01\x01", 6) == "\x01\uFFFD[2 octets]");
    BOOST_TEST(json_text("\xFF\xFF", 8) == "\uFFFDff\uFFFD[2 octets]");
    BOOST_TEST(json_text(std::string(8'000'000, 'x'), 3) == "xxx\uFFFD[8000000 octets]");
}

RC_BOOST_PROP(any_octets_become_utf8_of_bounded_length, (const std::string& octets)) {
    const auto limit = *rc::gen::inRange<std::size_t>(0, 60);
    const auto text = json_text(octets, limit);
    RC_ASSERT(msa::is_utf8(text));
    RC_ASSERT(spelled(octets, limit).size() <=
              limit + std::string("\"\\ufffd[12345 octets]\"").size());
}

RC_BOOST_PROP(different_octets_stay_different, ()) {
    const auto octet = rc::gen::element('\xFF', '\xEF', '\xBF', '\xBD', 'f', 'e', '\\', '[');
    const auto octets = rc::gen::container<std::string>(octet);
    const auto one = *octets;
    const auto other = *octets;
    RC_ASSERT((json_text(one, plenty * plenty) == json_text(other, plenty * plenty)) ==
              (one == other));
}

BOOST_AUTO_TEST_SUITE_END()
