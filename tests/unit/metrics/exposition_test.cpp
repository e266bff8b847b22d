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

BOOST_AUTO_TEST_CASE(names_families_of_counters_without_their_end_in_open_metrics) {
    BOOST_TEST(sample(Exposition::Format::open_metrics) ==
               "# HELP a All of it.\n# TYPE a counter\n"
               "a_total{name=\"x\\\"\\\\\\ny\",other=\"z\"} 18446744073709551615\n"
               "# HELP b Some.\n# TYPE b gauge\nb 0.25\n# EOF\n");
}

BOOST_AUTO_TEST_CASE(is_in_the_format_that_is_asked_for) {
    BOOST_CHECK(msa::accepted_format("") == Exposition::Format::prometheus);
    BOOST_CHECK(msa::accepted_format("text/plain;version=0.0.4;q=0.5,*/*;q=0.1") ==
                Exposition::Format::prometheus);
    BOOST_CHECK(msa::accepted_format("application/openmetrics-text;version=1.0.0,text/plain") ==
                Exposition::Format::open_metrics);
}

BOOST_AUTO_TEST_SUITE_END()
