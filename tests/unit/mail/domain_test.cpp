// Domain names and address literals.
#include "mail/domain.h"

#include "base/text.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;

namespace {

struct Conversion {
    std::string_view domain;
    std::string_view a_labels;
};

std::ostream& operator<<(std::ostream& out, const Conversion& row) {
    return out << msa::printable(row.domain);
}

constexpr Conversion conversions[] = {
    {"example.org", "example.org"},
    {"EXAMPLE.Org", "example.org"},
    {"localhost", "localhost"},
    {"a.1.example.org", "a.1.example.org"},
    {"3com.example", "3com.example"},
    {"a--b.example.org", "a--b.example.org"},
    {"r1---x.example.org", "r1---x.example.org"},
    {"192.0.2.25", "192.0.2.25"},
    {"b\u00FCcher.example", "xn--bcher-kva.example"},
    {"B\u00DCCHER.EXAMPLE", "xn--bcher-kva.example"},
    {"bu\u0308cher.example", "xn--bcher-kva.example"},
    {"xn--bcher-kva.example", "xn--bcher-kva.example"},
    {"XN--BCHER-KVA.example", "xn--bcher-kva.example"},
    {"fa\u00DF.example", "xn--fa-hia.example"},  // not "fass": IDNA2008, not 2003
    {"\u043F\u0440\u0438\u043C\u0435\u0440.example", "xn--e1afmkfd.example"},
    {"mail.\u4F8B\u3048.example", "mail.xn--r8jz45g.example"},
};

constexpr std::string_view invalid_domains[] = {
    "",
    ".",
    "example.org.",
    ".example.org",
    "a..example.org",
    "-a.example.org",
    "a-.example.org",
    "my_host.example.org",
    "exa mple.org",
    "example.org ",
    "a@example.org",
    "[192.0.2.1]",
    "exam\0ple.org"sv,
    "b\u00FC\0cher.example"sv,
    "example.org\u2000",
    "example\u3002org",             // an ideographic full stop is no separator here
    "\uFF45\uFF58ample.org",        // full-width letters
    "exam\u00ADple.org",            // soft hyphen, which the mapping drops
    "exam\u200Bple.org",            // zero-width space
    "ex\u202Eample.org",            // right-to-left override
    "\u2603.example",               // a symbol, valid in IDNA2003 only
    "b\u00FC_cher.example",         //
    "b\u00FCcher-.example",         //
    "\xFF.example",                 // ill-formed
    "xn--.example",                 // nothing behind the prefix
    "xn--a.example",                // no valid punycode
    "xn--abc-.example",             //
    "xn--bcher-kva1.example",       //
    "xn---bcher-kva.example",       // hyphen in front of the U-label
    "xn--r8jxn--z45g.example",      // hyphen behind it
    "xn--ls8h.example",             // a symbol
    "xn--fass-.example",            // decodes to ASCII
    "xn--BCHER-KVA\u00FC.example",  //
};

constexpr std::string_view literals[] = {"[192.0.2.1]",
                                         "[0.0.0.0]",
                                         "[IPv6:2001:db8::1]",
                                         "[ipv6:2001:DB8::1]",
                                         "[IPv6:::1]",
                                         "[IPv6:1:2:3:4:5:6:7:8]",
                                         "[IPv6:1:2:3:4:5:6:7::]",
                                         "[IPv6:::ffff:192.0.2.25]"};

constexpr std::string_view invalid_literals[] = {"",
                                                 "[]",
                                                 "[",
                                                 "192.0.2.1",
                                                 "[192.0.2.256]",
                                                 "[192.0.2]",
                                                 "[192.0.2.1.1]",
                                                 "[192.0.2.01]",
                                                 "[ 192.0.2.1]",
                                                 "[192.0.2.1] ",
                                                 "[2001:db8::1]",
                                                 "[IPv6:192.0.2.1]",
                                                 "[IPv6:2001::1::2]",
                                                 "[IPv6:12345::]",
                                                 "[IPv6:fe80::1%eth0]",
                                                 "[IPv6:]",
                                                 "[x400:foo]",
                                                 "[192.0.2.1\0]"sv};

}  // namespace

BOOST_AUTO_TEST_SUITE(domain_test)

BOOST_DATA_TEST_CASE(valid_domains_become_lower_case_a_labels, bdata::make(conversions), row) {
    const auto labels = msa::a_labels(row.domain);
    BOOST_TEST_REQUIRE(labels.has_value());
    BOOST_TEST(*labels == row.a_labels);
}

BOOST_DATA_TEST_CASE(a_labels_stay_as_they_are, bdata::make(conversions), row) {
    const auto labels = msa::a_labels(row.a_labels);
    BOOST_TEST_REQUIRE(labels.has_value());
    BOOST_TEST(*labels == row.a_labels);
}

BOOST_DATA_TEST_CASE(invalid_domains_are_refused, bdata::make(invalid_domains), domain) {
    BOOST_TEST(!msa::a_labels(domain).has_value());
}

BOOST_DATA_TEST_CASE(errors_are_printable, bdata::make(invalid_domains), domain) {
    const std::string what = msa::a_labels(domain).error().what;
    BOOST_TEST(what == msa::printable(what));
}

BOOST_AUTO_TEST_CASE(labels_and_names_may_be_as_long_as_the_limits) {
    const std::string label(63, 'a');
    const std::string name = label + "." + label + "." + label + "." + label;  // 255 octets
    BOOST_TEST(msa::a_labels(name).has_value());
    BOOST_TEST(!msa::a_labels(name + "a").has_value());
    BOOST_TEST(!msa::a_labels("a." + name).has_value());
    BOOST_TEST(!msa::a_labels(label + "a.example").has_value());
}

BOOST_AUTO_TEST_CASE(the_length_of_the_a_label_counts) {
    BOOST_TEST(msa::a_labels(std::string(50, 'a') + "\u00FC.example").has_value());
    BOOST_TEST(!msa::a_labels(std::string(60, 'a') + "\u00FC.example").has_value());
    BOOST_TEST(!msa::a_labels("xn--" + std::string(80, 'a')).has_value());
}

BOOST_DATA_TEST_CASE(address_literals_are_recognised, bdata::make(literals), literal) {
    BOOST_TEST(msa::is_address_literal(literal));
    BOOST_TEST(msa::is_fully_qualified(literal));
}

BOOST_DATA_TEST_CASE(other_brackets_are_no_address_literal, bdata::make(invalid_literals),
                     literal) {
    BOOST_TEST(!msa::is_address_literal(literal));
}

BOOST_AUTO_TEST_CASE(a_qualified_name_has_two_labels_and_a_last_one_that_is_no_number) {
    BOOST_TEST(msa::is_fully_qualified("example.org"));
    BOOST_TEST(msa::is_fully_qualified("a.3com"));
    BOOST_TEST(msa::is_fully_qualified("b\u00FCcher.example"));
    BOOST_TEST(!msa::is_fully_qualified("localhost"));
    BOOST_TEST(!msa::is_fully_qualified("192.0.2.25"));
    BOOST_TEST(!msa::is_fully_qualified(""));
}

BOOST_AUTO_TEST_SUITE_END()
