// Names as DNS has them.
#include "dns/name.h"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using msa::escaped_name;
using msa::name_from_wire;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(dns_name)

BOOST_AUTO_TEST_CASE(a_host_name_stays_but_for_its_case_and_last_dot) {
    BOOST_TEST(escaped_name("_dmarc.Example.COM.").value() == "_dmarc.example.com");
}

BOOST_AUTO_TEST_CASE(octets_that_a_zone_file_would_read_otherwise_are_escaped) {
    BOOST_TEST(escaped_name("a\\b.c d").value() == "a\\092b.c\\032d");
    BOOST_TEST(escaped_name("\xc3\xbc\0"sv).value() == "\\195\\188\\000");
}

BOOST_AUTO_TEST_CASE(what_is_no_name_has_no_spelling) {
    BOOST_TEST(!escaped_name(""));
    BOOST_TEST(!escaped_name("."));
    BOOST_TEST(!escaped_name("a..b"));
    BOOST_TEST(!escaped_name(".a"));
    BOOST_TEST(escaped_name(std::string(63, 'a')).has_value());
    BOOST_TEST(!escaped_name(std::string(64, 'a')));
}

BOOST_AUTO_TEST_CASE(a_name_has_255_octets_on_the_wire_at_most) {
    const std::string label(63, 'a');
    const std::string three = label + '.' + label + '.' + label + '.';  // 192 octets
    BOOST_TEST(escaped_name(three + std::string(61, 'b')).has_value());
    BOOST_TEST(!escaped_name(three + std::string(62, 'b')));
}

BOOST_AUTO_TEST_CASE(a_name_on_the_wire_is_read_to_its_root) {
    BOOST_TEST(name_from_wire("\2MX\7example\0rest"sv).value() == "mx.example");
    BOOST_TEST(name_from_wire("\0"sv).value() == ".");
    BOOST_TEST(name_from_wire("\3a.b\1c\0"sv).value() == "a\\046b.c");
}

BOOST_AUTO_TEST_CASE(a_name_that_ends_too_early_is_none) {
    BOOST_TEST(!name_from_wire(""));
    BOOST_TEST(!name_from_wire("\2mx"));
    BOOST_TEST(!name_from_wire("\5mx\0"sv));
    BOOST_TEST(!name_from_wire("\xc0\x0c"));  // compressed: not in what libunbound hands over
}

BOOST_AUTO_TEST_SUITE_END()
