// Escaping.
#include "inquiry/markup.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::Markup;
using msa::operator""_html;

namespace {

std::string escaped(std::string_view text) {
    return (Markup() << text).html();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(markup)

BOOST_AUTO_TEST_CASE(texts_are_escaped_and_markup_is_not) {
    BOOST_TEST((Markup() << "<b>"_html << std::string("<i>&\"'") << "</b>"_html << 7).html() ==
               "<b>&lt;i&gt;&amp;&quot;&#39;</b>7");
}

BOOST_AUTO_TEST_CASE(what_is_unseen_or_turns_the_text_is_shown) {
    BOOST_TEST(escaped("a\u202eb\u200bc\ufeffd") == "a\\u{202e}b\\u{200b}c\\u{feff}d");
    BOOST_TEST(escaped("\u0085\u00ad\U000e0041") == "\\u{85}\\u{ad}\\u{e0041}");
    BOOST_TEST(escaped(std::string("\0\x1b\n\x7f", 4)) == "\\x00\\x1b\\x0a\\x7f");
}

BOOST_AUTO_TEST_CASE(letters_of_all_scripts_stay_and_octets_that_are_none_are_named) {
    BOOST_TEST(escaped("Stra\u00dfe \u0416 \u6f22 \U0001f600") ==
               "Stra\u00dfe \u0416 \u6f22 \U0001f600");
    BOOST_TEST(escaped("a\xff\xc3") == "a\\xff\\xc3");
    BOOST_TEST(escaped("\xed\xa0\x80<") == "\\xed\\xa0\\x80&lt;");
}

BOOST_AUTO_TEST_SUITE_END()
