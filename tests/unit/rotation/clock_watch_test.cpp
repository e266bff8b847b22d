// A clock that is set: forward by more than an hour counts, all else is time that passes.
#include "rotation/clock_watch.h"

#include <chrono>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;
using std::chrono::hours;
using std::chrono::minutes;

ClockWatch::Reading reading(minutes shown, minutes passed) {
    return {.shown = std::chrono::system_clock::time_point(shown), .passed = passed};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(clock_watch)

BOOST_AUTO_TEST_CASE(the_first_look_knows_of_no_other) {
    BOOST_TEST(!ClockWatch().was_set_forward(reading(hours(1000000), hours(1))));
}

BOOST_AUTO_TEST_CASE(time_that_passes_is_no_jump) {
    ClockWatch clock;
    (void)clock.was_set_forward(reading(hours(100), hours(1)));
    BOOST_TEST(!clock.was_set_forward(reading(hours(101), hours(2))));
    BOOST_TEST(!clock.was_set_forward(reading(hours(10101), hours(10002))));  // it slept
    BOOST_TEST(!clock.was_set_forward(reading(hours(10102), hours(10002) + minutes(1))));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_forward_is_seen_once) {
    ClockWatch clock;
    (void)clock.was_set_forward(reading(hours(100), hours(1)));
    BOOST_TEST(clock.was_set_forward(reading(hours(102) + minutes(1), hours(2))));
    BOOST_TEST(!clock.was_set_forward(reading(hours(103), hours(3))));
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_is_no_jump) {
    ClockWatch clock;
    (void)clock.was_set_forward(reading(hours(100), hours(1)));
    BOOST_TEST(!clock.was_set_forward(reading(hours(1), hours(2))));
    BOOST_TEST(clock.was_set_forward(reading(hours(100), hours(3))));
}

BOOST_AUTO_TEST_CASE(the_clocks_of_this_host_are_read) {
    const auto first = ClockWatch::read();
    const auto second = ClockWatch::read();
    BOOST_TEST((second.passed >= first.passed));
    BOOST_TEST((first.passed.count() > 0));
}

BOOST_AUTO_TEST_SUITE_END()
