// What readers see beside an address.
#include "mail/shown_text.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

std::string shown(std::string_view field_body) {
    const auto addresses = msa::parse_address_list(field_body);
    BOOST_REQUIRE(addresses);
    std::string text;
    for (const auto& each : msa::shown_texts(*addresses)) {
        text += each + "|";
    }
    return text;
}

std::string found_in(std::string_view text) {
    std::string all;
    for (const auto& address : msa::addresses_in(text)) {
        all += address.local_part + "@" + address.domain + " ";
    }
    return all;
}

char32_t hidden_in(std::string_view text) {
    const auto hidden = msa::hidden_character(text);
    return hidden ? hidden->code_point : U'-';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shown_text_test)

BOOST_AUTO_TEST_CASE(names_comments_and_groups_are_shown_decoded) {
    BOOST_TEST(shown(" Alice <a@example.com>, b@example.com (=?utf-8?Q?B=C3=B6b?=)") ==
               "Alice|B\u00f6b|");
    BOOST_TEST(shown(" Team (all): \"A, B\" <a@example.com> (x), c@example.com; (end)") ==
               "Team|all|end|A, B|x|");
    BOOST_TEST(shown(" a@example.com").empty());
}

BOOST_AUTO_TEST_CASE(what_looks_like_an_address_is_found) {
    BOOST_TEST(found_in("ceo@example.com") == "ceo@example.com ");
    BOOST_TEST(found_in("<ceo@example.com>, (cfo@example.com)") ==
               "ceo@example.com cfo@example.com ");
    BOOST_TEST(found_in("'ceo@example.com'") == "ceo@example.com ");
    BOOST_TEST(found_in("mail ceo@example.com.") == "ceo@example.com ");
    BOOST_TEST(found_in("\"the boss\"@example.com") == "@example.com ");
    BOOST_TEST(found_in("a@b@example.com") == "b@example.com ");
    BOOST_TEST(found_in("ceo@b\u00fccher.example") == "ceo@b\u00fccher.example ");
}

BOOST_AUTO_TEST_CASE(what_only_resembles_an_address_is_found_too) {
    BOOST_TEST(found_in("ceo\uFF20example\u3002com") == "ceo@example.com ");
    BOOST_TEST(found_in("\uFF43eo\uFE6Bexample\uFF0Ecom") == "ceo@example.com ");
    BOOST_TEST(found_in("c\u200Beo@\u2060example.com") == "ceo@example.com ");
    BOOST_TEST(found_in("ceo@exa\uFFA0mple.com") == "ceo@example.com ");  // half a Hangul filler
    BOOST_TEST(found_in("ceo\uFE0F@exam\U000E0100ple.com") == "ceo@example.com ");
    BOOST_TEST(found_in("\xff ceo@example.com\x80") == "ceo@example.com ");
    BOOST_TEST(found_in("ceo@ex\u0080ample\x01.com") == "ceo@example.com ");
}

BOOST_AUTO_TEST_CASE(an_at_sign_alone_is_no_address) {
    for (const char* text :
         {"", "@", "Alice @ Work", "smith@home", "a@.com", "a@com.", "5 @ 3.50"}) {
        BOOST_TEST(found_in(text).empty(), text);
    }
}

BOOST_AUTO_TEST_CASE(controls_and_what_vanishes_are_hidden) {
    BOOST_TEST((hidden_in("a\nb") == U'\n'));
    BOOST_TEST((hidden_in(std::string_view("a\0b", 3)) == U'\0'));
    BOOST_TEST((hidden_in("a\u0085") == U'\u0085'));
    BOOST_TEST((msa::hidden_character("a\x7f")->kind == msa::Hidden::control));
    for (const char32_t point : {U'\u00AD', U'\u061C', U'\u200B', U'\u200F', U'\u202E', U'\u2066',
                                 U'\uFEFF', U'\u3164', U'\uFFA0', U'\U000E0041'}) {
        std::string text = "C";
        if (point < 0x800) {
            text += static_cast<char>(0xC0U | point >> 6U);
        } else if (point < 0x10000) {
            text += static_cast<char>(0xE0U | point >> 12U);
            text += static_cast<char>(0x80U | (point >> 6U & 0x3FU));
        } else {
            text += static_cast<char>(0xF0U | point >> 18U);
            text += static_cast<char>(0x80U | (point >> 12U & 0x3FU));
            text += static_cast<char>(0x80U | (point >> 6U & 0x3FU));
        }
        text += static_cast<char>(0x80U | (point & 0x3FU));
        BOOST_TEST((hidden_in(text + "EO") == point), text);
        BOOST_TEST((msa::hidden_character(text)->kind == msa::Hidden::invisible));
    }
}

BOOST_AUTO_TEST_CASE(joiners_belong_to_scripts_and_emoji_but_not_to_ascii) {
    BOOST_TEST((hidden_in("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645") == U'-'));
    BOOST_TEST((hidden_in("\U0001F468\u200d\U0001F469") == U'-'));
    BOOST_TEST((hidden_in("C\u200dEO") == U'\u200d'));
    BOOST_TEST((hidden_in("\u00e9\u200d") == U'\u200d'));
    BOOST_TEST((hidden_in("\u00e9\u200d\u200d\u00e9") == U'\u200d'));
}

BOOST_AUTO_TEST_CASE(ordinary_text_hides_nothing) {
    for (const char* text : {"", "Alice B. Smith", "Andr\u00e9", "\u65e5\u672c", "a\u00a0b",
                             "\u2764\uFE0F", "\xff\xfe ill-formed"}) {
        BOOST_TEST((hidden_in(text) == U'-'), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
