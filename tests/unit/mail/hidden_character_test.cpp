// Characters that nobody sees.
#include "mail/hidden_character.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

char32_t hidden_in(std::string_view text) {
    const auto hidden = msa::hidden_character(text);
    return hidden ? hidden->code_point : U'-';
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hidden_character_test)

BOOST_AUTO_TEST_CASE(controls_and_what_vanishes_are_hidden) {
    BOOST_TEST((hidden_in("a\nb") == U'\n'));
    BOOST_TEST((hidden_in(std::string_view("a\0b", 3)) == U'\0'));
    BOOST_TEST((hidden_in("a\u0085") == U'\u0085'));
    BOOST_TEST((msa::hidden_character("a\x7f")->kind == msa::Hidden::control));
    for (const char32_t point : {U'\u00AD', U'\u200B', U'\u180E', U'\u17B4', U'\u202E', U'\u2066',
                                 U'\u2069', U'\uFEFF', U'\u3164', U'\uFFA0', U'\U000E0041'}) {
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

BOOST_AUTO_TEST_CASE(a_name_keeps_what_its_script_needs) {
    for (const char* text :
         {"\u0D05\u0D28\u0D3F\u0D32\u0D4D\u200D", "\u0939\u0940\u0915\u094D\u200C x",
          "\u0647\u200D", "\u05D0\u05DC\u05D9\u05E1\u200E", "\u200Fabc\u200E", "\u0645\u061C1",
          "\uFEFFAlice", "\u182A\u180B\u1820", "\u1820\u180E\u1820", "\u1780\u17B4\u1784",
          "\u115F\u1161"}) {
        BOOST_TEST((hidden_in(text) == U'-'), text);
    }
    for (const char* text : {"A\uFEFFB", "\uFEFF\uFEFFx", "C\u17B4EO", "C\u180EEO", "C\u180BEO",
                             "C\u200CEO", "\u0939\u200D", "\u2067abc\u2069", "C\u115FEO"}) {
        BOOST_TEST((hidden_in(text) != U'-'), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
