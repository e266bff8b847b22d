#include "base/ip_address.h"

#include <boost/test/unit_test.hpp>

using msa::IpAddress;

namespace {

std::string network_of(const char* text, int prefix) {
    return IpAddress::parse(text).value().network(prefix).text();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ip_address)

BOOST_AUTO_TEST_CASE(both_families_are_read_and_written) {
    for (const auto* text : {"192.0.2.7", "0.0.0.0", "2001:db8::7", "::", "::ffff:192.0.2.7"}) {
        BOOST_TEST(IpAddress::parse(text).value().text() == text);
    }
    BOOST_TEST(IpAddress::parse("2001:DB8:0:0::7").value().text() == "2001:db8::7");
    BOOST_TEST(IpAddress::parse("192.0.2.7").value().is_ipv4());
    BOOST_TEST(!IpAddress::parse("::1").value().is_ipv4());
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_none) {
    for (const std::string text :
         {"", "192.0.2", "192.0.2.256", "192.0.2.07", " 192.0.2.7", "1.2.3.4:25",
          "2001:db8::7::", "::1%eth0", "[::1]", "example.com"}) {
        BOOST_TEST(!IpAddress::parse(text).has_value(), text);
    }
    BOOST_TEST(!IpAddress::parse({"192.0.2.7\0", 10}).has_value());
}

BOOST_AUTO_TEST_CASE(octets_are_those_of_the_network) {
    const std::string four("\xc0\x00\x02\x07", 4);
    BOOST_TEST(IpAddress::from_octets(four).value().text() == "192.0.2.7");
    BOOST_TEST(IpAddress::parse("192.0.2.7").value().octets() == four);
    BOOST_TEST(IpAddress::parse("::1").value().octets().size() == 16U);
    for (const std::size_t size : {0U, 3U, 5U, 15U, 17U}) {
        BOOST_TEST(!IpAddress::from_octets(std::string(size, 'x')).has_value(), size);
    }
}

BOOST_AUTO_TEST_CASE(a_mapped_address_holds_an_ipv4_address) {
    const auto mapped = IpAddress::parse("::ffff:192.0.2.7").value();
    BOOST_TEST((mapped != IpAddress::parse("192.0.2.7")));
    BOOST_TEST((mapped.unmapped() == IpAddress::parse("192.0.2.7")));
    BOOST_TEST(IpAddress::parse("::fffe:192.0.2.7").value().unmapped().text() == "::fffe:c000:207");
    BOOST_TEST(IpAddress::parse("192.0.2.7").value().unmapped().text() == "192.0.2.7");
}

BOOST_AUTO_TEST_CASE(a_network_keeps_the_first_bits) {
    BOOST_TEST(network_of("192.0.2.255", 32) == "192.0.2.255");
    BOOST_TEST(network_of("192.0.2.255", 27) == "192.0.2.224");
    BOOST_TEST(network_of("192.0.2.255", 0) == "0.0.0.0");
    BOOST_TEST(network_of("2001:db8:7:1:ffff::1", 64) == "2001:db8:7:1::");
    BOOST_TEST(network_of("ffff::", 9) == "ff80::");
    BOOST_TEST(network_of("::1", 128) == "::1");
}

BOOST_AUTO_TEST_CASE(loopback_is_127_and_1) {
    for (const auto* text : {"127.0.0.1", "127.255.255.255", "::1"}) {
        BOOST_TEST(IpAddress::parse(text).value().is_loopback(), text);
    }
    for (const auto* text : {"128.0.0.1", "::2", "::", "::ffff:127.0.0.1"}) {
        BOOST_TEST(!IpAddress::parse(text).value().is_loopback(), text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
