// Tables of values that anybody may have written.
#include "inquiry/text_table.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::csv_line;
using msa::TextTable;

BOOST_AUTO_TEST_SUITE(text_table)

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_their_values) {
    TextTable table({{"NAME"}, {"COUNT", true}}, 80);
    table.add({"a longer name", "7"});
    table.add({"b", "12345678"});
    BOOST_TEST(table.taken(true) ==
               "NAME              COUNT\n"
               "a longer name         7\n"
               "b              12345678\n");
}

BOOST_AUTO_TEST_CASE(the_widest_are_cut_where_all_do_not_fit) {
    TextTable table({{"TIME", false, true}, {"A"}, {"B"}}, 40);
    table.add({"2026-11-21 19:31:22", std::string(30, 'x'), "short"});
    const auto text = table.taken(true);
    BOOST_TEST(text ==
               "TIME                 A             B\n"
               "2026-11-21 19:31:22  xxxxxxxxx...  short\n");
    for (std::size_t begin = 0; begin < text.size(); begin = text.find('\n', begin) + 1) {
        BOOST_TEST(text.find('\n', begin) - begin <= 40U);
    }
}

BOOST_AUTO_TEST_CASE(no_control_character_reaches_a_terminal) {
    TextTable table({{"A"}}, 80);
    table.add({std::string("\x1b[31m\r\n\x9b\x7f\0", 10)});
    for (const char c : table.taken(true)) {
        BOOST_TEST((c == '\n' || (c >= ' ' && c <= '~')));
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_printed_of_no_rows) {
    TextTable table({{"A"}}, 80);
    BOOST_TEST(table.taken(true) == "");
}

BOOST_AUTO_TEST_CASE(csv_quotes_what_has_commas_and_quotation_marks) {
    BOOST_TEST(csv_line({"a", "b,c", "d\"e", ""}) == "a,\"b,c\",\"d\"\"e\",\r\n");
    BOOST_TEST(csv_line({"\u00e4"}) == "\u00e4\r\n");
}

BOOST_AUTO_TEST_CASE(csv_holds_no_control_characters_and_no_formulas) {
    BOOST_TEST(csv_line({"a\r\nb\x1b\x7f"}) == "a\\x0d\\x0ab\\x1b\\x7f\r\n");
    BOOST_TEST(csv_line({"\xc2\x9b", "\xff"}) == "\\xc2\\x9b,\\xff\r\n");
    BOOST_TEST(csv_line({"=1+1", "+Date", "-Bcc", "@x"}) ==
               "\"'=1+1\",\"'+Date\",\"'-Bcc\",\"'@x\"\r\n");
}

BOOST_AUTO_TEST_CASE(json_means_the_same_in_ascii) {
    const std::string line = "{\"a\":\"\u00e4\U0001f600\x7f\\u0001\",\t\"b\":1}\r";
    const auto ascii = msa::ascii_json(line);
    BOOST_TEST(nlohmann::json::parse(ascii) == nlohmann::json::parse(line));
    for (const char c : ascii) {
        BOOST_TEST((c >= ' ' && c <= '~'));
    }
}

BOOST_AUTO_TEST_SUITE_END()
