// Results of `dns check` as metrics: what is there is told, and of very many domains what matters.
#include "commands/dns_metrics.h"

#include "base/text.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

/// A host and so many domains; in the first one something is missing.
std::vector<DomainReport> reports(int domains) {
    std::vector<DomainReport> all;
    for (int i = 0; i < domains; ++i) {
        DomainReport report{.domain = "d" + std::to_string(i) + ".example"};
        for (const auto* item : {"mx", "spf", "dkim", "dmarc", "srv", "submission", "mta_sts"}) {
            report.sights.push_back({item, fine("there", "as it should be")});
        }
        all.push_back(report);
    }
    all.front().sights.push_back({"tls_rpt", missing("there", "nothing", "something")});
    all.push_back({.domain = ""});
    return all;
}

std::string metrics(int domains) {
    return dns_metrics(reports(domains), std::chrono::system_clock::time_point());
}

bool has(const std::string& text, const std::string& line) {
    return text.find('\n' + line + '\n') != std::string::npos;
}

constexpr const char* ok =
    "msa_milter_dns_check_sights{domain=\"d0.example\",item=\"spf\",verdict=\"ok\"} 1";
constexpr const char* missed =
    "msa_milter_dns_check_sights{domain=\"d0.example\",item=\"tls_rpt\",verdict=\"missing\"} 1";

}  // namespace

BOOST_AUTO_TEST_SUITE(dns_metrics)

BOOST_AUTO_TEST_CASE(zeros_are_left_out) {
    const auto text = metrics(1000);
    BOOST_TEST(has(text, ok));
    BOOST_TEST(has(text, missed));
    BOOST_TEST(has(text, "msa_milter_dns_check_domains 1000"));
    BOOST_TEST(occurrences(text, "msa_milter_dns_check_sights{") == 7001U);
}

BOOST_AUTO_TEST_CASE(of_very_many_domains_only_what_is_not_ok_is_told) {
    const auto text = metrics(10000);
    BOOST_TEST(!has(text, ok));
    BOOST_TEST(has(text, missed));
    BOOST_TEST(has(text, "msa_milter_dns_check_domains 10000"));
    BOOST_TEST(occurrences(text, "msa_milter_dns_check_sights{") == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
