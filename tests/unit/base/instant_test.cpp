// Instants as people type them.
#include "base/instant.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

long seconds_of(const std::string& text) {
    const auto instant = msa::parse_instant(text);
    return instant ? std::chrono::system_clock::to_time_t(*instant) : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(instants)

BOOST_AUTO_TEST_CASE(days_and_times_are_in_utc) {
    BOOST_TEST(seconds_of("2026-11-26") == 1795651200);
    BOOST_TEST(seconds_of("2026-11-26T19:30:05Z") == 1795651200 + 19 * 3600 + 30 * 60 + 5);
    BOOST_TEST(seconds_of("2026-11-26T19:30Z") == 1795651200 + 19 * 3600 + 30 * 60);
    BOOST_TEST(seconds_of("2026-11-26T19:30:05.104211Z") == seconds_of("2026-11-26T19:30:05Z"));
}

BOOST_AUTO_TEST_CASE(fractions_of_seconds_count) {
    using std::chrono::microseconds;
    const auto second = msa::parse_instant("2026-11-26T19:30:05Z").value();
    BOOST_TEST((msa::parse_instant("2026-11-26T19:30:05.104211Z").value() - second ==
                microseconds(104211)));
    BOOST_TEST(
        (msa::parse_instant("2026-11-26T19:30:05.5Z").value() - second == microseconds(500000)));
    BOOST_TEST((msa::parse_instant("2026-11-26T19:30:05.10421199999Z").value() - second ==
                microseconds(104211)));
}

BOOST_AUTO_TEST_CASE(what_is_none_is_refused) {
    for (const auto* text :
         {"", "today", "2026-11", "2026-11-26T", "2026-11-26T19:30:05", "2026-11-26T19:30:05+01:00",
          "2026-02-30", "2026-11-26x", "2026-11-26T19:30:05.Z", "26.11.2026", "2262-01-01",
          "9999-12-31", "1899-12-31"}) {
        BOOST_TEST(seconds_of(text) == -1, text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
