#include "base/histogram.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(histogram)

BOOST_AUTO_TEST_CASE(counts_each_value_in_all_buckets_that_hold_it) {
    constexpr std::array<std::uint64_t, 3> ends{10, 20, 30};
    msa::Histogram sizes(ends);
    for (const std::uint64_t value : {0U, 10U, 11U, 30U, 31U, 1000U}) {
        sizes.add(value);
    }
    auto reading = sizes.reading();
    BOOST_TEST(reading.at_most == (std::vector<std::uint64_t>{2, 3, 4}),
               boost::test_tools::per_element());
    BOOST_TEST(reading.count == 6U);
    BOOST_TEST(reading.sum == 1082U);
    reading += sizes.reading();
    BOOST_TEST(reading.at_most.back() == 8U);
    BOOST_TEST(reading.count == 12U);
    BOOST_TEST(reading.sum == 2164U);
}

BOOST_AUTO_TEST_CASE(is_empty_at_first) {
    const auto reading = msa::Histogram(msa::duration_ends).reading();
    BOOST_TEST(reading.at_most.size() == msa::duration_ends.size());
    BOOST_TEST(reading.count == 0U);
}

BOOST_AUTO_TEST_CASE(takes_the_time_of_a_stopwatch) {
    msa::Histogram times(msa::duration_ends);
    { const msa::Stopwatch watch(times); }
    BOOST_TEST(times.reading().count == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
