#include "metrics/exposition.h"

#include <boost/test/unit_test.hpp>

using msa::Exposition;

namespace {

std::string sample(Exposition::Format format) {
    Exposition out(format);
    out.family("a_total", Exposition::Type::counter, "All of it.");
    out.sample({{"name", "x\"\\\ny"}, {"other", "z"}}, std::uint64_t{18446744073709551615U});
    out.family("b", Exposition::Type::gauge, "Some.");
    out.sample({}, 0.25);
    return out.finished();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exposition)

BOOST_AUTO_TEST_CASE(is_what_prometheus_reads) {
    BOOST_TEST(sample(Exposition::Format::prometheus) ==
               "# HELP a_total All of it.\n# TYPE a_total counter\n"
               "a_total{name=\"x\\\"\\\\\\ny\",other=\"z\"} 18446744073709551615\n"
               "# HELP b Some.\n# TYPE b gauge\nb 0.25\n");
}

BOOST_AUTO_TEST_CASE(holds_no_octets_that_are_no_text) {
    Exposition out(Exposition::Format::prometheus);
    out.family("a", Exposition::Type::gauge, "Some.");
    out.sample({{"file", "/r\xc3\xbc/\xff"}}, std::uint64_t{1});
    out.sample({{"file", "/r\xc3\xbc"}}, std::uint64_t{1});
    BOOST_TEST(out.finished() ==
               "# HELP a Some.\n# TYPE a gauge\n"
               "a{file=\"/r\\\\xc3\\\\xbc/\\\\xff\"} 1\na{file=\"/r\xc3\xbc\"} 1\n");
}

BOOST_AUTO_TEST_CASE(names_families_of_counters_without_their_end_in_open_metrics) {
    BOOST_TEST(sample(Exposition::Format::open_metrics) ==
               "# HELP a All of it.\n# TYPE a counter\n"
               "a_total{name=\"x\\\"\\\\\\ny\",other=\"z\"} 18446744073709551615\n"
               "# HELP b Some.\n# TYPE b gauge\nb 0.25\n# EOF\n");
}

BOOST_AUTO_TEST_CASE(tells_histograms_in_the_unit_that_is_asked_for) {
    constexpr std::array<std::uint64_t, 2> ends{500'000'000, 1'000'000'000};
    msa::Histogram times(ends);
    times.add(250'000'000);
    times.add(2'000'000'000);
    Exposition out(Exposition::Format::prometheus);
    out.family("a_seconds", Exposition::Type::histogram, "How long.");
    out.sample({{"x", "y"}}, times.reading(), 1e9);
    BOOST_TEST(out.finished() ==
               "# HELP a_seconds How long.\n# TYPE a_seconds histogram\n"
               "a_seconds_bucket{x=\"y\",le=\"0.5\"} 1\na_seconds_bucket{x=\"y\",le=\"1.0\"} 1\n"
               "a_seconds_bucket{x=\"y\",le=\"+Inf\"} 2\na_seconds_sum{x=\"y\"} 2.25\n"
               "a_seconds_count{x=\"y\"} 2\n");
}

BOOST_AUTO_TEST_CASE(is_in_the_format_that_is_asked_for) {
    BOOST_CHECK(msa::accepted_format("") == Exposition::Format::prometheus);
    BOOST_CHECK(msa::accepted_format("text/plain;version=0.0.4;q=0.5,*/*;q=0.1") ==
                Exposition::Format::prometheus);
    BOOST_CHECK(msa::accepted_format("application/openmetrics-text;version=1.0.0,text/plain") ==
                Exposition::Format::open_metrics);
}

BOOST_AUTO_TEST_SUITE_END()
