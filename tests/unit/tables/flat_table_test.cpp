// Keys with their values in one piece of memory.
#include "tables/flat_table.h"

#include <boost/test/unit_test.hpp>

using msa::FlatTable;

namespace {

using Values = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(flat_table_test)

BOOST_AUTO_TEST_CASE(a_key_gives_its_values_in_their_order) {
    FlatTable table;
    BOOST_TEST(table.add("b", {"2", "1"}, 1).has_value());
    BOOST_TEST(table.add("a", {"x"}, 2).has_value());
    BOOST_TEST(table.add("c", {}, 3).has_value());
    BOOST_TEST(table.seal().empty());
    BOOST_TEST(table.size() == 3U);
    BOOST_TEST(table.lookup("b")->values == (Values{"2", "1"}));
    BOOST_TEST(table.lookup("a")->values == (Values{"x"}));
    BOOST_TEST(table.lookup("c")->found);
    BOOST_TEST(table.lookup("c")->values.empty());
}

BOOST_AUTO_TEST_CASE(room_made_in_advance_may_be_too_little_or_too_much) {
    for (const std::size_t entries : {0U, 1U, 100000U}) {
        FlatTable table(1000);
        table.reserve(entries, 2 * entries);
        BOOST_TEST(table.add("a", {"x"}, 1).has_value());
        BOOST_TEST(table.add("b", {std::string(100, 'y')}, 2).has_value());
        BOOST_TEST(table.seal().empty());
        BOOST_TEST(table.lookup("a")->values == (Values{"x"}));
        BOOST_TEST(table.lookup("b")->values == (Values{std::string(100, 'y')}));
    }
}

BOOST_AUTO_TEST_CASE(a_key_has_the_place_of_its_origin_and_every_entry_is_shown) {
    FlatTable table;
    BOOST_TEST(table.add("b", {"2", "1"}, 7).has_value());
    BOOST_TEST(table.add("a", {}, 9).has_value());
    BOOST_TEST(table.seal().empty());
    BOOST_TEST(table.where("b") == "");
    table.name_places([](std::uint32_t origin) { return "f:" + std::to_string(origin); });
    BOOST_TEST(table.where("b") == "f:7");
    BOOST_TEST(table.where("c") == "");
    std::string shown;
    BOOST_TEST(table
                   .each([&shown](std::string_view key, const std::vector<std::string>& values) {
                       shown += std::string(key) + std::to_string(values.size());
                       return true;
                   })
                   .has_value());
    BOOST_TEST(shown == "b2a0");
    int seen = 0;
    BOOST_TEST(table.each([&seen](auto, const auto&) { return ++seen == 0; }).has_value());
    BOOST_TEST(seen == 1);
}

BOOST_AUTO_TEST_CASE(only_whole_keys_are_found) {
    FlatTable table;
    BOOST_TEST(table.add("alice", {"1"}, 1).has_value());
    BOOST_TEST(table.seal().empty());
    using namespace std::string_view_literals;
    for (const auto key : {""sv, "alic"sv, "alice "sv, "alice\0"sv, "b"sv, "1"sv}) {
        BOOST_TEST(!table.lookup(key)->found);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_table_knows_nothing) {
    FlatTable table;
    BOOST_TEST(table.seal().empty());
    BOOST_TEST(!table.lookup("a")->found);
}

BOOST_AUTO_TEST_CASE(of_entries_with_one_key_the_first_counts_and_the_others_clash) {
    FlatTable table;
    for (const std::uint32_t origin : {5U, 7U, 9U}) {
        BOOST_TEST(table.add("same", {std::to_string(origin)}, origin).has_value());
    }
    BOOST_TEST(table.add("other", {"1"}, 10).has_value());
    const auto clashes = table.seal();
    BOOST_REQUIRE(clashes.size() == 2U);
    BOOST_TEST(clashes[0].first == 5U);
    BOOST_TEST(clashes[0].second == 7U);
    BOOST_TEST(clashes[1].first == 5U);
    BOOST_TEST(clashes[1].second == 9U);
    BOOST_TEST(table.lookup("same")->values == (Values{"5"}));
}

BOOST_AUTO_TEST_CASE(a_full_table_takes_nothing_more) {
    FlatTable table(24);
    BOOST_TEST(table.add("ab", {"c"}, 1).has_value());
    BOOST_TEST(!table.add("ab", {"c"}, 2).has_value());
    BOOST_TEST(table.add("a", {""}, 3).has_value());
    BOOST_TEST(table.add("", {}, 4).error().what == "keys and values have more than 24 octets");
}

BOOST_AUTO_TEST_CASE(of_many_entries_each_is_found_and_nothing_else) {
    FlatTable table;
    constexpr std::uint32_t count = 200000;  // more than a huge page of them
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        BOOST_REQUIRE(table.add("user" + name, {name}, i).has_value());
    }
    BOOST_TEST(table.seal().empty());
    std::size_t wrong = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        wrong += table.lookup("user" + name)->values != Values{name} ? 1U : 0U;
        wrong += table.lookup("nobody" + name)->found ? 1U : 0U;
    }
    BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
