// What the trail is told of rules in force as time passes.
#include "audit/in_force.h"

#include <sstream>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace std::chrono_literals;

using msa::InForceThing;
using Things = std::vector<InForceThing>;
using Words = std::vector<std::string>;

namespace {

constexpr InForceThing::Time begin{std::chrono::sys_days{std::chrono::year{2026} / 6 / 1}};

InForceThing promise(const std::string& id, std::optional<InForceThing::Time> ends = {},
                     std::string_view kind = "delegation", const std::string& more = {}) {
    return {.kind = kind, .id = id, .members = "\"id\":\"" + id + '"' + more, .ends = ends};
}

/// `KIND EVENT ID WHY` of each line.
Words told(const std::string& lines) {
    std::istringstream all(lines);
    Words words;
    for (std::string line; std::getline(all, line);) {
        const auto record = nlohmann::json::parse(line);
        BOOST_TEST(record.at("host") == "msa1.example.net");
        words.push_back(record.at("record").get<std::string>() + ' ' +
                        record.at("event").get<std::string>() + ' ' +
                        record.at("id").get<std::string>() +
                        (record.contains("why") ? ' ' + record.at("why").get<std::string>() : ""));
    }
    return words;
}

Words step(const Things& before, const Things& after, InForceThing::Time then = begin,
           InForceThing::Time now = begin + 1s) {
    return told(msa::in_force_lines({before, then}, {after, now}, "msa1.example.net"));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(in_force)

BOOST_AUTO_TEST_CASE(a_start_tells_what_holds_and_nothing_else) {
    auto later = promise("later");
    later.begins = begin + 1s;
    const Things things{promise("a"), promise("over", begin), later, promise("b", begin + 1s)};
    const auto lines = msa::in_force_lines(things, begin, "msa1.example.net");
    BOOST_TEST(told(lines) == (Words{"delegation in_force a", "delegation in_force b"}),
               boost::test_tools::per_element());
    BOOST_TEST(lines.starts_with(
        "{\"time\":\"2026-06-01T00:00:00.000000Z\",\"v\":2,\"record\":\"delegation\","
        "\"host\":\"msa1.example.net\",\"event\":\"in_force\",\"id\":\"a\"}\n"));
}

BOOST_AUTO_TEST_CASE(other_rules_tell_of_the_difference) {
    const Things before{promise("stays"), promise("goes"), promise("changes")};
    const Things after{promise("stays"), promise("changes", {}, "delegation", ",\"x\":1"),
                       promise("comes")};
    BOOST_TEST(step(before, after) == (Words{"delegation changed changes", "delegation begun comes",
                                             "delegation ended goes removed"}),
               boost::test_tools::per_element());
    BOOST_TEST(step(before, before).empty());
}

BOOST_AUTO_TEST_CASE(a_date_ends_what_is_still_written) {
    const Things things{promise("x", begin + 1s, "exception"), promise("y", begin + 2s)};
    BOOST_TEST(step(things, things) == (Words{"exception ended x date"}),
               boost::test_tools::per_element());
    BOOST_TEST(step(things, things, begin + 1s, begin + 1s).empty());
}

BOOST_AUTO_TEST_CASE(keys_are_activated_and_retired) {
    auto key = promise("s1", begin + 2s, "dkim_key");
    key.begins = begin + 1s;
    const Things keys{key};
    BOOST_TEST(step(keys, keys) == (Words{"dkim_key activated s1"}),
               boost::test_tools::per_element());
    BOOST_TEST(step(keys, keys, begin + 1s, begin + 2s) == (Words{"dkim_key retired s1 date"}),
               boost::test_tools::per_element());
    BOOST_TEST(step(keys, {}, begin + 1s, begin + 1s) == (Words{"dkim_key retired s1 removed"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_makes_it_hold_again) {
    const Things things{promise("x", begin + 1s)};
    BOOST_TEST(step(things, things, begin + 1s, begin) == (Words{"delegation begun x"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_same_id_of_another_kind_is_another_thing) {
    BOOST_TEST(step({promise("x")}, {promise("x", {}, "exception")}) ==
                   (Words{"exception begun x", "delegation ended x removed"}),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_next_turn_is_the_next_date) {
    auto key = promise("k", begin + 9s);
    key.begins = begin + 3s;
    const Things things{promise("x", begin + 5s), key, promise("never")};
    BOOST_TEST((msa::next_turn(things, begin) == begin + 3s));
    BOOST_TEST((msa::next_turn(things, begin + 3s) == begin + 5s));
    BOOST_TEST(!msa::next_turn(things, begin + 9s).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
