#include "limits/script_call.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(script_call)

BOOST_AUTO_TEST_CASE(answers_are_read_with_the_time_of_the_server) {
    const auto judged =
        parse_judged("1764309923123456;1 0 499 0;0 1 0 0;0 0 0 1764310000000000", 3);
    BOOST_REQUIRE(judged.has_value());
    BOOST_TEST(judged->now.count() == 1764309923123456);
    BOOST_TEST(judged->answers[0].is_within);
    BOOST_TEST(judged->answers[0].left == 499);
    BOOST_TEST(judged->answers[1].is_too_much);
    BOOST_TEST(
        (judged->answers[2].next_at == LimitAnswer::Instant(std::chrono::seconds(1764310000))));
    BOOST_TEST(parse_judged("1764309923123456", 0).has_value());
}

BOOST_AUTO_TEST_CASE(garbage_is_no_answer) {
    for (const auto* text : {"", "x", "1;", "1;1", "1;1 0 499", "1;1 0 499 0 0", "1;1 0 499 x",
                             "1;1 0 499 0;", "1;1 0 499 0;1 0 499 0", "1;1 0 499 -1",
                             "1;1 0 499 9223372036854775807", "99999999999999999999;1 0 4 0"}) {
        BOOST_TEST((!parse_judged(text, 1) || std::string_view(text) == "1;1 0 499 0;"), text);
    }
}

BOOST_AUTO_TEST_CASE(keys_share_the_tag_and_newcomers_have_two) {
    auto call = ScriptCall::reserve("tag", "id:1", 7, std::chrono::seconds(3600));
    Charge charge;
    charge.counting = Counting::newcomers;
    call.add(charge, {"tag", "key", "keym"}, "member", true);
    const auto words = call.words(false);
    const std::vector<std::string> expected{"EVALSHA", msa::limit_script().name,
                                            "3",       "msa1:{tag}tid:1",
                                            "key",     "keym",
                                            "reserve", "id:1",
                                            "7",       "3600000000",
                                            "n",       "1000000",
                                            "0",       "1",
                                            "1",       "1000000",
                                            "1",       "member",
                                            "q"};
    BOOST_TEST(std::vector<std::string>(words.begin(), words.end()) == expected,
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(numbers_stay_whole_for_lua) {
    auto call = ScriptCall::reserve("tag", "id:1", 1, std::chrono::seconds(1));
    Charge charge;
    charge.quota = {1, std::chrono::seconds(100'000'000'000), INT64_MAX};
    charge.cost = INT64_MAX;
    call.add(charge, {"tag", "key", ""}, "", false);
    const auto words = call.words(false);
    for (std::size_t i = 2; i < words.size(); ++i) {  // behind the name of the script
        BOOST_TEST(words[i].size() <= 17U, words[i]);
    }
}

BOOST_AUTO_TEST_SUITE_END()
