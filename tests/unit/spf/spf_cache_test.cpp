// Answers of SPF that are kept.
#include "spf/spf_cache.h"

#include "spf/sender_policy.h"
#include "workbench/given_resolver.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;
using std::chrono::seconds;

namespace {

const SpfCache::Instant start{};
const SpfAnswer fail{SpfResult::fail, {}};

}  // namespace

BOOST_AUTO_TEST_SUITE(spf_cache)

BOOST_AUTO_TEST_CASE(an_answer_holds_until_its_time_is_over) {
    SpfCache cache;
    cache.put("a", fail, seconds(60), start);
    BOOST_CHECK(cache.find("a", start + seconds(59))->result == SpfResult::fail);
    BOOST_TEST(!cache.find("a", start + seconds(60)));
    BOOST_TEST(!cache.find("b", start));
}

BOOST_AUTO_TEST_CASE(no_answer_holds_longer_than_an_hour) {
    SpfCache cache;
    cache.put("a", fail, seconds(86400), start);
    BOOST_TEST(cache.find("a", start + seconds(3599)).has_value());
    BOOST_TEST(!cache.find("a", start + seconds(3600)));
}

BOOST_AUTO_TEST_CASE(an_answer_without_time_is_not_kept) {
    SpfCache cache;
    cache.put("a", fail, seconds(0), start);
    BOOST_TEST(cache.size() == 0U);
}

BOOST_AUTO_TEST_CASE(never_holds_more_than_it_may) {
    SpfCache cache(3);
    cache.put("old", fail, seconds(1), start);
    cache.put("a", fail, seconds(60), start);
    cache.put("b", fail, seconds(60), start);
    cache.put("c", fail, seconds(60), start + seconds(2));  // in place of "old"
    BOOST_TEST(cache.size() == 3U);
    BOOST_TEST(cache.find("a", start + seconds(2)).has_value());
    cache.put("d", fail, seconds(60), start + seconds(2));
    BOOST_TEST(cache.size() == 1U);
    BOOST_TEST(cache.find("d", start + seconds(2)).has_value());
}

BOOST_AUTO_TEST_CASE(a_policy_asks_dns_once_for_a_domain_and_an_address) {
    GivenResolver dns;
    dns.add("d.example", RecordType::txt, "v=spf1 ip4:192.0.2.10 -all");
    const auto policy = make_sender_policy(dns);
    BOOST_REQUIRE(policy.has_value());
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    const auto ask = [&](const std::string& address, const std::string& sender) {
        return (*policy)->check_host({address, "mx.d.example", sender}, deadline).result;
    };
    BOOST_CHECK(ask("192.0.2.10", "a@d.example") == SpfResult::pass);
    BOOST_CHECK(ask("192.0.2.10", "b@D.example") == SpfResult::pass);
    BOOST_TEST(dns.questions().size() == 1U);
    BOOST_CHECK(ask("192.0.2.11", "a@d.example") == SpfResult::fail);
    BOOST_TEST(dns.questions().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
