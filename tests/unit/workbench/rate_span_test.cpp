// Rates of which not everything that was counted is known.
#include "workbench/rate_span.h"

#include <boost/test/unit_test.hpp>

using namespace msa;
using namespace std::chrono_literals;

namespace {

constexpr RateLimit two_a_minute{2, 60s};
const RateSpan::Instant noon{std::chrono::hours(500'000)};

}  // namespace

BOOST_AUTO_TEST_SUITE(rate_span_test)

BOOST_AUTO_TEST_CASE(a_new_one_counts_as_the_daemon_does) {
    RateSpan span;
    BOOST_TEST(span.admit(noon, two_a_minute).value());
    BOOST_TEST(span.admit(noon, two_a_minute).value());
    BOOST_TEST(!span.admit(noon + 29s, two_a_minute).value());
    BOOST_TEST(span.admit(noon + 30s, two_a_minute).value());
}

BOOST_AUTO_TEST_CASE(what_nobody_told_of_may_have_used_it_up) {
    RateSpan span;
    span.forget(noon, two_a_minute);
    BOOST_TEST(!span.admit(noon, two_a_minute).has_value());
    BOOST_TEST(!span.admit(noon + 1s, two_a_minute).has_value());
}

BOOST_AUTO_TEST_CASE(a_window_later_all_is_known) {
    RateSpan span;
    span.forget(noon, two_a_minute);
    BOOST_TEST(span.admit(noon + 60s, two_a_minute).value());
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_known_tells_of_the_state) {
    RateSpan full;
    full.forget(noon, two_a_minute);
    full.note(noon, two_a_minute, false);
    BOOST_TEST(!full.admit(noon, two_a_minute).value());
    RateSpan empty;
    empty.forget(noon, two_a_minute);
    empty.note(noon, two_a_minute, true);
    BOOST_TEST(!empty.admit(noon + 1s, two_a_minute).has_value());
    BOOST_TEST(empty.admit(noon + 31s, two_a_minute).value());
}

BOOST_AUTO_TEST_CASE(an_event_that_may_have_been_makes_the_next_one_doubtful) {
    RateSpan span;
    span.perhaps(noon, {1, 60s});
    BOOST_TEST(!span.admit(noon + 1s, {1, 60s}).has_value());
    BOOST_TEST(span.admit(noon + 120s, {1, 60s}).value());
}

BOOST_AUTO_TEST_SUITE_END()
