// Quoted-printable: GMime must read back what was written.
#include "mail/quoted_printable.h"

#include "base/text.h"
#include "fakes/gmime_oracle.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using msa::quoted_printable;

namespace {

std::size_t longest_line(std::string_view text) {
    std::size_t longest = 0;
    for (const auto line : msa::split(text, '\n')) {
        longest = std::max(longest, line.size());
    }
    return longest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(quoted_printable_test)

BOOST_AUTO_TEST_CASE(what_is_not_printable_and_the_equals_sign_are_encoded) {
    BOOST_TEST(quoted_printable("Grüße\r\n") == "Gr=C3=BC=C3=9Fe\r\n");
    BOOST_TEST(quoted_printable("a=b\x7f\x01") == "a=3Db=7F=01");
    BOOST_TEST(quoted_printable("") == "");
    BOOST_TEST(quoted_printable("\r\n\r\n") == "\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(blanks_at_the_end_of_a_line_are_encoded) {
    BOOST_TEST(quoted_printable("a \t\r\nb ") == "a =09\r\nb=20");
}

BOOST_AUTO_TEST_CASE(what_mailboxes_and_relays_take_for_something_else_is_encoded) {
    BOOST_TEST(quoted_printable("From me\r\n.\r\n..\r\nFrom\r\n") ==
               "=46rom me\r\n=2E\r\n..\r\nFrom\r\n");
}

BOOST_AUTO_TEST_CASE(a_line_has_at_most_76_characters) {
    const std::string full(76, 'x');
    BOOST_TEST(quoted_printable(full) == full);
    BOOST_TEST(quoted_printable(full + "x") == std::string(75, 'x') + "=\r\nxx");
    BOOST_TEST(quoted_printable(std::string(74, 'x') + "ü") ==
               std::string(74, 'x') + "=\r\n=C3=BC");
}

BOOST_AUTO_TEST_CASE(a_lone_cr_or_lf_is_content) {
    BOOST_TEST(quoted_printable("a\rb\nc\r\r\n") == "a=0Db=0Ac=0D\r\n");
}

RC_BOOST_PROP(any_text_is_read_back_as_it_was, ()) {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
        "ä", "a", "=", " ", "\t", "\r\n", ".", "From ", "x", "word word word word word"));
    std::string text;
    for (const auto& piece : pieces) {
        text += piece;
    }
    const auto encoded = quoted_printable(text);
    RC_ASSERT(msa::gmime_unquoted(encoded) == text);
    RC_ASSERT(longest_line(encoded) <= 77U);  // CR among them
    RC_ASSERT(!msa::has_8bit(encoded));
}

BOOST_AUTO_TEST_SUITE_END()
