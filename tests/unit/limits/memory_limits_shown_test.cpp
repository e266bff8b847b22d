// What is shown of limits in memory, and how they begin again.
#include "limits/memory_limits.h"
#include "unit/limits/any_charge.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;
using msa::Charge;
using msa::Counting;
using msa::network;
using msa::new_recipient;
using msa::ten_an_hour;

namespace {

struct Counted {
    std::chrono::steady_clock::time_point now{1000s};
    std::chrono::system_clock::time_point begin{1'800'000'000s};
    msa::MemoryLimits limits{[this] { return now; },
                             [this] { return begin + (now.time_since_epoch() - 1000s); }};

    msa::LimitAnswer spend(const Charge& charge) {
        auto answer = limits.reserve("t", {charge}).value().front();
        limits.commit("t");
        return answer;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(memory_limits_shown, Counted)

BOOST_AUTO_TEST_CASE(the_fullest_come_first) {
    (void)spend(ten_an_hour(3, "alice"));
    (void)spend(ten_an_hour(7, "bob"));
    (void)spend(ten_an_hour(1, "carol"));
    const auto two = limits.fullest(2).value();
    BOOST_REQUIRE(two.size() == 2);
    BOOST_TEST(two[0].key == "l|10/3600|login:bob");
    BOOST_TEST(two[0].used == 7);
    BOOST_TEST((two[0].empty_at == begin + 7 * 360s));
    BOOST_TEST(two[1].used == 3);
    now += 360s;
    BOOST_TEST(limits.fullest(10).value().size() == 2);  // carol's is empty again
    now += 1s;
    BOOST_TEST(limits.fullest(1).value().at(0).used == 6);  // what is begun counts whole
}

BOOST_AUTO_TEST_CASE(members_and_shares_are_shown_as_such) {
    (void)spend(network("a"));
    (void)spend(network("b"));
    BOOST_TEST(limits.fullest(1).value().at(0).used == 2);
    Charge share{.key = "s|30/3600|login:alice",
                 .quota = {.events = 30, .window = 3600s, .burst = 2},
                 .counting = Counting::share,
                 .is_final = true};
    (void)spend(share);
    share.cost = 0;
    (void)spend(share);
    BOOST_TEST(limits.fullest(1).value().at(0).used == 50);
}

BOOST_AUTO_TEST_CASE(a_limit_of_newcomers_is_empty_long_before_they_are_forgotten) {
    (void)spend(new_recipient("bob@example.net"));
    const auto use = limits.fullest(1).value().at(0);
    BOOST_TEST(use.used == 1);
    BOOST_TEST((use.empty_at == begin + 1800s));
}

BOOST_AUTO_TEST_CASE(a_limit_begins_again) {
    (void)spend(ten_an_hour(10, "alice"));
    (void)spend(ten_an_hour(10, "bob"));
    BOOST_TEST(!spend(ten_an_hour(1, "alice")).is_within);
    BOOST_TEST(limits.forget({ten_an_hour(1, "alice"), ten_an_hour(1, "nobody")}).value() == 1);
    BOOST_TEST(spend(ten_an_hour(10, "alice")).is_within);
    BOOST_TEST(!spend(ten_an_hour(1, "bob")).is_within);
}

BOOST_AUTO_TEST_CASE(known_recipients_stay_known_and_networks_do_not) {
    (void)spend(new_recipient("x"));
    (void)spend(new_recipient("y"));
    (void)spend(network("a"));
    (void)spend(network("b"));
    BOOST_TEST(!spend(new_recipient("z")).is_within);
    BOOST_TEST(!spend(network("c")).is_within);
    BOOST_TEST(limits.forget({new_recipient(""), network("")}).value() == 2);
    BOOST_TEST(spend(new_recipient("z")).left == 1);
    BOOST_TEST(spend(new_recipient("x")).left == 1);  // known: costs nothing
    BOOST_TEST(spend(network("c")).left == 1);
}

BOOST_AUTO_TEST_CASE(what_is_open_while_a_limit_begins_again_does_no_harm) {
    BOOST_TEST(limits.reserve("open", {ten_an_hour(5, "alice")}).value().front().is_within);
    BOOST_TEST(limits.forget({ten_an_hour(1, "alice")}).value() == 1);
    limits.give_back("open");
    BOOST_TEST(spend(ten_an_hour(10, "alice")).is_within);
    BOOST_TEST(limits.reserve("other", {ten_an_hour(5, "bob")}).value().front().is_within);
    BOOST_TEST(limits.forget({ten_an_hour(1, "bob")}).value() == 1);
    limits.commit("other");
    BOOST_TEST(limits.fullest(10).value().size() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
