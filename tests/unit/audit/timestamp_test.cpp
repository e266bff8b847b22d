// Instants in records.
#include "audit/timestamp.h"

#include <boost/test/unit_test.hpp>

using std::chrono::microseconds;
using std::chrono::system_clock;

BOOST_AUTO_TEST_SUITE(timestamp_test)

BOOST_AUTO_TEST_CASE(an_instant_is_written_in_utc_with_microseconds) {
    BOOST_TEST(msa::timestamp(system_clock::time_point(microseconds(1763722800000007))) ==
               "2025-11-21T11:00:00.000007Z");
    BOOST_TEST(msa::timestamp({}) == "1970-01-01T00:00:00.000000Z");
    BOOST_TEST(msa::timestamp(system_clock::time_point(microseconds(-1))) ==
               "1969-12-31T23:59:59.999999Z");
    BOOST_TEST(msa::timestamp(system_clock::time_point(microseconds(1709251199999999))) ==
               "2024-02-29T23:59:59.999999Z");
}

BOOST_AUTO_TEST_CASE(nanoseconds_are_cut) {
    const auto instant = std::chrono::time_point_cast<system_clock::duration>(
        system_clock::time_point(std::chrono::nanoseconds(1999)));
    BOOST_TEST(msa::timestamp(instant) == "1970-01-01T00:00:00.000001Z");
}

BOOST_AUTO_TEST_SUITE_END()
