#include "config/diagnostics.h"

#include <boost/test/unit_test.hpp>

using msa::Diagnostics;

BOOST_AUTO_TEST_SUITE(diagnostics)

BOOST_AUTO_TEST_CASE(shows_the_line_and_a_caret_below_the_place) {
    Diagnostics found("r.toml", "a = 1\nbb = two\n");
    found.error({2, 6}, "no value");
    BOOST_TEST(found.block_of(found.sorted().front()) ==
               "r.toml:2:6: no value\n    bb = two\n         ^\n");
}

BOOST_AUTO_TEST_CASE(keeps_tabs_and_counts_characters_in_front_of_the_caret) {
    Diagnostics found("r.toml", "\tä = x");
    found.error({1, 6}, "here");
    BOOST_TEST(found.block_of(found.sorted().front()) ==
               "r.toml:1:6: here\n    \tä = x\n    \t    ^\n");
}

BOOST_AUTO_TEST_CASE(shows_no_control_characters_of_the_file) {
    Diagnostics found("r.toml", "a\x1b[2J");
    found.error({1, 1}, "here");
    BOOST_TEST(found.block_of(found.sorted().front()) == "r.toml:1:1: here\n    a?[2J\n    ^\n");
}

BOOST_AUTO_TEST_CASE(sorts_by_place_and_counts_errors_alone) {
    Diagnostics found("r.toml", "a\nb\n");
    found.error({2, 1}, "second");
    found.warning({1, 1}, "first");
    BOOST_TEST(found.sorted().front().message == "first");
    BOOST_TEST(found.errors() == 1U);
    BOOST_TEST(found.line_of(found.sorted().front()) == "r.toml:1:1: warning: first");
}

BOOST_AUTO_TEST_CASE(names_an_unreadable_file_once) {
    const auto found =
        Diagnostics::of_unreadable("r.toml", {"r.toml: gone", msa::ErrorKind::no_permission});
    BOOST_TEST(found.line_of(found.sorted().front()) == "r.toml: gone");
    BOOST_TEST((found.kind() == msa::ErrorKind::no_permission));
}

BOOST_AUTO_TEST_SUITE_END()
