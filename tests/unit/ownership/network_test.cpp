// Networks.
#include "ownership/network.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

using msa::Network;

BOOST_AUTO_TEST_SUITE(network_test)

BOOST_AUTO_TEST_CASE(a_range_holds_the_addresses_that_share_its_prefix) {
    const auto network = Network::parse("192.0.2.64/27").value();
    BOOST_TEST(network.contains("192.0.2.64"));
    BOOST_TEST(network.contains("192.0.2.95"));
    BOOST_TEST(!network.contains("192.0.2.63"));
    BOOST_TEST(!network.contains("192.0.2.96"));
    BOOST_TEST(network.text() == "192.0.2.64/27");
}

BOOST_AUTO_TEST_CASE(a_prefix_of_ipv6_may_end_inside_an_octet) {
    const auto network = Network::parse("2001:db8:8000::/33").value();
    BOOST_TEST(network.contains("2001:DB8:8000::1"));
    BOOST_TEST(network.contains("2001:db8:ffff:ffff::"));
    BOOST_TEST(!network.contains("2001:db8:7fff::1"));
}

BOOST_AUTO_TEST_CASE(one_address_is_a_range_of_its_own) {
    BOOST_TEST(Network::parse("192.0.2.1")->contains("192.0.2.1"));
    BOOST_TEST(!Network::parse("192.0.2.1")->contains("192.0.2.2"));
    BOOST_TEST(Network::parse("2001:db8::1")->contains("2001:db8:0::1"));
}

BOOST_AUTO_TEST_CASE(a_prefix_of_zero_holds_its_whole_family_and_nothing_else) {
    BOOST_TEST(Network::parse("0.0.0.0/0")->contains("255.255.255.255"));
    BOOST_TEST(!Network::parse("0.0.0.0/0")->contains("2001:db8::1"));
    BOOST_TEST(Network::parse("::/0")->contains("2001:db8::1"));
    BOOST_TEST(!Network::parse("::/0")->contains("192.0.2.1"));
}

BOOST_AUTO_TEST_CASE(an_ipv4_address_mapped_into_ipv6_is_the_ipv4_address) {
    BOOST_TEST(Network::parse("192.0.2.0/24")->contains("::ffff:192.0.2.7"));
    BOOST_TEST(Network::parse("::ffff:192.0.2.7")->contains("192.0.2.7"));
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_is_in_one_network_of_a_size) {
    BOOST_TEST(msa::ipv6_network_of("2001:DB8:7:1:a:b:c:d", 64) == "2001:db8:7:1::/64");
    BOOST_TEST(msa::ipv6_network_of("2001:db8:7:1::", 64) == "2001:db8:7:1::/64");
    BOOST_TEST(msa::ipv6_network_of("2001:db8:7:1:ffff::1", 67) == "2001:db8:7:1:e000::/67");
    for (const char* address : {"192.0.2.7", "::ffff:192.0.2.7", "unknown", ""}) {
        BOOST_TEST(msa::ipv6_network_of(address, 64) == address);
    }
    BOOST_TEST(msa::ipv6_network_of("2001:db8::7", 128) == "2001:db8::7");
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_in_no_network) {
    const auto network = Network::parse("0.0.0.0/0").value();
    using namespace std::string_view_literals;
    for (const auto text : {""sv, "unknown"sv, "192.0.2"sv, "192.0.2.1 "sv, "192.0.2.1\0"sv,
                            "192.0.2.01"sv, "[192.0.2.1]"sv, "fe80::1%eth0"sv}) {
        BOOST_TEST(!network.contains(text), text);
    }
}

BOOST_DATA_TEST_CASE(what_could_mean_another_range_is_an_error,
                     bdata::make(std::vector<std::string>{
                         "", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1",
                         "192.0.2.0/+8", "192.0.2.0/ 8", "192.0.2.0/024x", "192.0.2.1/24",
                         "2001:db8::/129", "2001:db8::1/64", "::ffff:192.0.2.0/120",
                         "192.0.2.0/99999999999", "example.org/8"}),
                     text) {
    BOOST_TEST(!Network::parse(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
