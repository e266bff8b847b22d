// Policies of MTA-STS (RFC 8461, 3.2 and 4.1).
#include "names/sts_policy.h"

#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

std::string why(const std::string& text) {
    const auto policy = parse_sts_policy(text);
    return policy ? "no error" : policy.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sts_policy)

BOOST_AUTO_TEST_CASE(lines_end_in_either_way) {
    const auto policy = parse_sts_policy(
        "version: STSv1\r\nmode: enforce\nmx: MX1.example.com\r\nmx:*.example.net\nother: x\n"
        "max_age: 604800\r\nmode: none\n");
    BOOST_REQUIRE(policy.has_value());
    BOOST_TEST(policy->mode == "enforce");
    BOOST_TEST(policy->max_age == 604800U);
    BOOST_TEST(policy->names("mx1.example.com"));
    BOOST_TEST(policy->names("a.example.net"));
    BOOST_TEST(!policy->names("example.net"));
    BOOST_TEST(!policy->names("a.b.example.net"));
    BOOST_TEST(!policy->names("com"));
}

BOOST_AUTO_TEST_CASE(what_senders_do_without_is_told) {
    BOOST_TEST(why("") == "the policy has no line \"version: STSv1\"");
    BOOST_TEST(why("version: STSv1\nmode: force\n") ==
               "mode: is enforce, testing or none, not \"force\"");
    BOOST_TEST(why("version: STSv1\nmode: testing\nmx: a.example\nmax_age: 1d\n") ==
               "max_age: is 0 to 31557600 seconds, not \"1d\"");
    BOOST_TEST(why("version: STSv1\nmode: testing\nmx: a.example\nmax_age: 31557601\n") ==
               "max_age: is 0 to 31557600 seconds, not \"31557601\"");
    BOOST_TEST(why("version: STSv1\nmode: testing\nmax_age: 1\n") ==
               "the policy has no line \"mx:\"");
    BOOST_TEST(why("version: STSv1\nmode: none\nmax_age: 0\n") == "no error");
}

BOOST_AUTO_TEST_SUITE_END()
