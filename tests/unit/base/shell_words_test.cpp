// Commands that people paste into a shell.
#include "base/shell_words.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(shell_words_test)

BOOST_AUTO_TEST_CASE(words_are_quoted_for_shells) {
    BOOST_TEST(msa::shell_words({"a.jsonl", "b c", "it's", "$x"}) ==
               "a.jsonl 'b c' 'it'\\''s' '$x'");
}

BOOST_AUTO_TEST_SUITE_END()
