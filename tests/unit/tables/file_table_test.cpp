// Tables in the text form of Postfix.
#include "tables/file_table.h"

#include "fakes/temporary_folder.h"
#include "tables/open_table.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

using msa::Result;

namespace {

using msa::TableSettings;
using Values = std::vector<std::string>;

TableSettings map_for(TableSettings::Use use) {
    return {.name = "map",
            .type = "file",
            .use = use,
            .groups = {"staff"},
            .given = {{"path", std::string("map")}}};
}

Result<std::shared_ptr<const msa::FlatTable>> parse(std::string_view text) {
    return msa::parse_file_table(text, map_for(TableSettings::Use::any));
}

Values values_of(std::string_view text, std::string_view key) {
    const auto table = parse(text);
    BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
    return (*table)->lookup(key)->values;
}

std::string error_of(std::string_view text) {
    return parse(text).error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(file_table_test)

BOOST_AUTO_TEST_CASE(an_entry_is_a_key_and_values_apart_by_blanks_or_commas) {
    const auto text =
        "Alice@Example.com alice\n"
        "b@example.com\tbob, group:staff,carol  dan ,, erin\n"
        "@example.net relay1";
    BOOST_TEST(values_of(text, "alice@example.com") == Values{"alice"});
    BOOST_TEST(values_of(text, "b@example.com") ==
               (Values{"bob", "group:staff", "carol", "dan", "erin"}));
    BOOST_TEST(values_of(text, "@example.net") == Values{"relay1"});
}

BOOST_AUTO_TEST_CASE(comments_and_empty_lines_are_skipped_also_inside_an_entry) {
    const auto text =
        "# comment\n"
        "\n"
        "   # indented comment\n"
        "a@example.com alice\n"
        "# comment inside\n"
        " \t\n"
        "  bob\n"
        "c@example.com carol#not-a-comment\n";
    BOOST_TEST(values_of(text, "a@example.com") == (Values{"alice", "bob"}));
    BOOST_TEST(values_of(text, "c@example.com") == Values{"carol#not-a-comment"});
}

BOOST_AUTO_TEST_CASE(a_line_that_starts_with_white_space_goes_on_with_the_entry) {
    BOOST_TEST(values_of("a@example.com\n\talice\n  bob", "a@example.com") ==
               (Values{"alice", "bob"}));
}

BOOST_AUTO_TEST_CASE(windows_line_ends_and_byte_order_marks_are_tolerated) {
    const auto text =
        "\xEF\xBB\xBF"
        "a@example.com alice\r\n\r\n  bob\r\nc@example.com carol\r\n";
    BOOST_TEST(values_of(text, "a@example.com") == (Values{"alice", "bob"}));
    BOOST_TEST(values_of(text, "c@example.com") == Values{"carol"});
}

BOOST_AUTO_TEST_CASE(a_quoted_key_may_hold_white_space) {
    BOOST_TEST(values_of("\"al \\\" ice\"@example.com alice", "al \" ice@example.com") ==
               Values{"alice"});
}

BOOST_AUTO_TEST_CASE(a_file_without_entries_is_an_empty_table) {
    BOOST_TEST(values_of("", "a").empty());
    BOOST_TEST(values_of("# nothing yet\n", "a").empty());
}

BOOST_DATA_TEST_CASE(errors_name_the_line,
                     bdata::make(std::vector<std::string>{
                         "a@example.com", "a@example.com ,", "alice@ alice", "alice: alice",
                         "\"a @example.com alice", "a@example.com al\x01ice",
                         "a@example.com al\xFFice", "a\x7F@example.com alice",
                         std::string("a@example.com a\0b", 17), "a@example.com a\rb",
                         "\xC3@example.com alice"}),
                     line) {
    BOOST_TEST(error_of("# first\n" + line + "\n").substr(0, 7) == "map:2: ");
}

BOOST_AUTO_TEST_CASE(white_space_in_front_of_the_first_entry_is_an_error) {
    BOOST_TEST(error_of("  alice\na@example.com alice\n") ==
               "map:1: white space before the first entry");
}

BOOST_AUTO_TEST_CASE(an_entry_of_several_lines_is_named_by_its_first) {
    BOOST_TEST(
        error_of("a@example.com alice\nb@\n alice\n\n bob\nc@example.com c\n").substr(0, 7) ==
        "map:2: ");
}

BOOST_AUTO_TEST_CASE(two_spellings_of_one_key_are_an_error_that_names_both_lines) {
    BOOST_TEST(error_of("A@example.com alice\nb@example.com b\na@EXAMPLE.com bob\n") ==
               "map:3: the same key as in line 1");
}

BOOST_AUTO_TEST_CASE(the_first_error_counts_the_others) {
    BOOST_TEST(error_of("a@example.com\nb@example.com\nb@example.com b\nb@example.com b\n") ==
               "map:1: 'a@example.com' has no value (and 3 more)");
}

BOOST_AUTO_TEST_CASE(what_its_use_does_not_allow_is_an_error_that_names_the_line) {
    const auto error_for = [](TableSettings::Use use, std::string_view text) {
        return msa::parse_file_table(text, map_for(use)).error().what;
    };
    BOOST_TEST(error_for(TableSettings::Use::owners, "a@example.com alice\nalice alice\n") ==
               "map:2: 'alice' is not an address or @domain, as a table of owners needs");
    BOOST_TEST(error_for(TableSettings::Use::primary, "alice\n a@example.com\n b@example.com\n") ==
               "map:1: 'alice' needs exactly one address in the primary table");
    BOOST_TEST(error_of("a@example.com alice, group:staf\n") == "map:1: unknown group 'staf'");
}

BOOST_AUTO_TEST_CASE(a_file_is_named_by_its_path) {
    const msa::TemporaryFolder folder;
    const auto path = folder.write("map", "a@example.com alice\nb@\n");
    auto settings = map_for(TableSettings::Use::any);
    settings.given["path"] = path;
    BOOST_TEST(msa::open_table(settings).error().what.find("table map: " + path + ":2: ") == 0U);
    settings.given["path"] = folder.path_of("missing");
    BOOST_TEST(!msa::open_table(settings).has_value());
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_lines_are_all_found) {
    constexpr int lines = 100000;
    const auto address = [](int i) {
        return "user" + std::to_string(i) + "@example" + std::to_string(i % 50) + ".com";
    };
    std::string text;
    for (int i = 0; i < lines; ++i) {
        text.append(address(i)).append(" login").append(std::to_string(i)).append("\n");
    }
    const auto table = parse(text).value();
    BOOST_TEST(table->size() == static_cast<std::size_t>(lines));
    int wrong = 0;
    for (int i = 0; i < lines; ++i) {
        wrong += table->lookup(address(i))->values == Values{"login" + std::to_string(i)} ? 0 : 1;
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(!table->lookup(address(lines))->found);
}

BOOST_AUTO_TEST_SUITE_END()
