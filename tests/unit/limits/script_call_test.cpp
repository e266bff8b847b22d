#include "limits/script_call.h"

#include <bit>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::string packed(double number) {
    auto bits = std::bit_cast<std::uint64_t>(number);
    std::string octets;
    for (int i = 0; i < 8; ++i) {
        octets += static_cast<char>(bits & 0xffU);
        bits >>= 8U;
    }
    return octets;
}

std::string answer(char said, double left, double next) {
    return said + packed(left) + packed(next);
}

const std::string now = packed(1764309923123456);

std::vector<std::string> words_of(ScriptCall& call) {
    const auto words = call.words(false);
    return {words.begin(), words.end()};
}

LimitKeys keys() {
    return {.tag = "tag", .rates = "rates", .name = "name", .key = "key"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(script_call)

BOOST_AUTO_TEST_CASE(answers_are_read_with_the_time_of_the_server) {
    const auto judged =
        parse_judged(now + answer(5, 499, 0) + answer(2, 0, 0) + answer(0, 0, 1764310000000000), 3);
    BOOST_REQUIRE(judged.has_value());
    BOOST_TEST(judged->now.count() == 1764309923123456);
    BOOST_TEST(judged->answers[0].is_within);
    BOOST_TEST(judged->is_charged[0]);
    BOOST_TEST(judged->answers[0].left == 499);
    BOOST_TEST(judged->answers[1].is_too_much);
    BOOST_TEST(!judged->is_charged[1]);
    BOOST_TEST(
        (judged->answers[2].next_at == LimitAnswer::Instant(std::chrono::seconds(1764310000))));
    BOOST_TEST(parse_judged(now, 0).has_value());
}

BOOST_AUTO_TEST_CASE(garbage_is_no_answer) {
    const auto good = answer(1, 499, 0);
    BOOST_TEST(parse_judged(now + good, 1).has_value());
    for (const auto& octets :
         {std::string(), std::string("x"), std::string("1;1 0 499 0"), now, now + '\1',
          now + good + 'x', now + good + good, now + good.substr(1), now + answer(8, 499, 0),
          now + answer(1, -1, 0), now + answer(1, 0.5, 0), now + answer(1, 0, 1e300),
          now + answer(1, std::bit_cast<double>(~std::uint64_t{0}), 0), packed(-1) + good}) {
        BOOST_TEST(!parse_judged(octets, 1), octets);
    }
    BOOST_TEST(parse_forgotten(packed(3)).value() == 3U);
    BOOST_TEST(!parse_forgotten(packed(3) + 'x'));
    BOOST_TEST(!parse_forgotten(""));
}

BOOST_AUTO_TEST_CASE(a_newcomer_is_charged_with_all_rates_and_known_under_a_key_of_its_limit) {
    auto call = ScriptCall::reserve("tag", "id:1", 7, std::chrono::seconds(3600));
    Charge charge;
    charge.counting = Counting::newcomers;
    charge.memory = std::chrono::seconds(2);
    call.add(charge, keys(), "member", true, true);
    using namespace std::string_literals;
    const std::vector<std::string> expected{"EVALSHA",
                                            msa::limit_script().name,
                                            "3",
                                            "msa2:{tag}tid:1",
                                            "rates",
                                            "key",
                                            "reserve",
                                            "id:1",
                                            "7",
                                            "3600000000",
                                            "\2\0\0\1\1\2\0\3\0name"s + packed(1000000) +
                                                packed(2000000) + packed(1) + packed(1) +
                                                packed(1000000) + packed(1) + "\6member",
                                            ""};
    BOOST_TEST(words_of(call) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_is_ended_is_named_once_a_key) {
    auto call = ScriptCall::end("tag", "id:1", HoldEnd::commit, false, std::chrono::seconds(1));
    call.add(Held{.tag = "tag", .key = "rates", .span = std::chrono::seconds(1)});
    call.add(Held{.tag = "tag",
                  .key = "key",
                  .counting = Counting::newcomers,
                  .span = std::chrono::seconds(2),
                  .members = "somebody"});
    using namespace std::string_literals;
    const auto words = words_of(call);
    BOOST_TEST(words.at(2) == "3");
    BOOST_TEST(words.at(6) == "commit");
    BOOST_TEST(words.back() == "\1\2\0"s + packed(1000000) + "\0\0\0\0\2\3\0"s + packed(2000000) +
                                   "\10\0\0\0somebody"s);
}

BOOST_AUTO_TEST_CASE(numbers_stay_whole_for_lua) {
    auto call = ScriptCall::reserve("tag", "id:1", 1, std::chrono::seconds(1));
    Charge charge;
    charge.quota = {1, std::chrono::seconds(100'000'000'000), INT64_MAX};
    charge.cost = INT64_MAX;
    call.add(charge, keys(), "", false, false);
    const auto charges = words_of(call).at(9);
    constexpr double most = 9007199254740992;  // 2^53
    for (std::size_t at = 13; at + 8 < charges.size(); at += 8) {
        std::uint64_t bits = 0;
        for (std::size_t i = 8; i > 0; --i) {
            bits = bits << 8U | static_cast<unsigned char>(charges[at + i - 1]);
        }
        BOOST_TEST(std::bit_cast<double>(bits) <= most);
    }
    BOOST_TEST(charges.size() == 13U + 6 * 8 + 1);
}

BOOST_AUTO_TEST_SUITE_END()
