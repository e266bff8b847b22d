#include "commands/shown_rates.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using msa::shown_rate;

namespace {

constexpr std::chrono::system_clock::time_point now(1'780'000'000s);

}  // namespace

BOOST_AUTO_TEST_SUITE(shown_rates)

BOOST_AUTO_TEST_CASE(a_rate_says_whose_it_is_and_how_full) {
    const auto rate = shown_rate(
        {.key = "10 in 3600 s, login al ice", .empty_at = now + 700s, .window = 1h}, now);
    BOOST_TEST(rate.value().whom == "login:al ice");
    BOOST_TEST(rate->used == 2);
    BOOST_TEST(rate->left() == 8);
    BOOST_TEST((rate->next_at == now));
    BOOST_TEST(rate->use().key == "message_rate|10/3600|login:al ice");
}

BOOST_AUTO_TEST_CASE(a_full_one_says_when_the_next_fits) {
    const auto rate = shown_rate(
        {.key = "10 in 3600 s, client 192.0.2.1", .empty_at = now + 3500s, .window = 1h}, now);
    BOOST_TEST(rate.value().left() == 0);
    BOOST_TEST((rate->next_at == now + 260s));
}

BOOST_AUTO_TEST_CASE(what_is_empty_or_of_something_else_is_none) {
    for (const std::string key :
         {"10 in 3600 s, login alice", "x", "", "0 in 5 s, login a", "5 in 0 s, login a",
          "5 in 5 s, login", "99999999999 in 5 s, a b"}) {
        BOOST_TEST(!shown_rate({.key = key, .empty_at = now, .window = 1h}, now).has_value(), key);
    }
    BOOST_TEST(!shown_rate({.key = "5 in 5 s, login", .empty_at = now + 1s, .window = 5s}, now));
}

BOOST_AUTO_TEST_SUITE_END()
