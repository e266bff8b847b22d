// Macro strings of SPF.
#include "spf/macro.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;

namespace {

const msa::MacroValues values{.sender = "strong-bad@email.example.com",
                              .domain = "email.example.com",
                              .address = "192.0.2.3",
                              .helo = "mx.example.org",
                              .validated_name = [] { return std::string("mail.example.org"); }};

std::string expanded(std::string_view text, const msa::MacroValues& with = values) {
    const auto macros = msa::parse_macro_string(text);
    return macros ? msa::expand(*macros, with) : "error: " + macros.error().what;
}

struct Row {
    std::string_view text;
    std::string_view expansion;
};
std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.text;
}

// The examples of RFC 7208, 7.4, and what they leave out.
constexpr Row expansions[] = {
    {"%{s}", "strong-bad@email.example.com"},
    {"%{o}", "email.example.com"},
    {"%{d}", "email.example.com"},
    {"%{d4}", "email.example.com"},
    {"%{d3}", "email.example.com"},
    {"%{d2}", "example.com"},
    {"%{d1}", "com"},
    {"%{dr}", "com.example.email"},
    {"%{d2r}", "example.email"},
    {"%{l}", "strong-bad"},
    {"%{l-}", "strong.bad"},
    {"%{lr}", "strong-bad"},
    {"%{lr-}", "bad.strong"},
    {"%{l1r-}", "strong"},
    {"%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com"},
    {"%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com"},
    {"%{h}", "mx.example.org"},
    {"%{p}", "mail.example.org"},
    {"%{S}", "strong-bad%40email.example.com"},
    {"%{D2R}.%%%_%-x", "example.email.% %20x"},
    {"a.example.com.", "a.example.com"},
};

constexpr std::string_view no_macro_strings[] = {
    "%",      "%a",      "%{",    "%{d", "%{}",  "%{q}",  "%{c}",
    "%{d0}",  "%{dr2}",  "%{d!}", "a b", "a\tb", "%{d}%", "\xc3\xbc.example.com",
    "a\0b"sv, "%{t}.com"};

constexpr std::string_view domain_specs[] = {"a.example", "%{d}",     "_spf.%{d2}", "x.%{i}",
                                             "a.co-m.",   "%{d}.a1b", "a.b/c.com",  "a%-"};

constexpr std::string_view no_domain_specs[] = {"",     "example", "example.", "192.0.2.1", "%{d}.",
                                                "a.b-", "a.-b",    "%{d}x",    "a.b_c",     "."};

}  // namespace

BOOST_AUTO_TEST_SUITE(spf_macro)

BOOST_DATA_TEST_CASE(is_expanded_as_the_rfc_has_it, bdata::make(expansions), row) {
    BOOST_TEST(expanded(row.text) == row.expansion);
}

BOOST_DATA_TEST_CASE(is_an_error_where_the_grammar_has_none, bdata::make(no_macro_strings), text) {
    BOOST_TEST(!msa::parse_macro_string(text));
}

BOOST_DATA_TEST_CASE(is_a_domain_spec_where_it_ends_as_one, bdata::make(domain_specs), text) {
    BOOST_TEST(msa::parse_domain_spec(text).has_value());
}

BOOST_DATA_TEST_CASE(is_no_domain_spec_where_it_ends_otherwise, bdata::make(no_domain_specs),
                     text) {
    BOOST_TEST(!msa::parse_domain_spec(text));
}

BOOST_AUTO_TEST_CASE(has_the_nibbles_of_an_ipv6_address) {
    auto ip6 = values;
    ip6.address = "2001:db8::cb01";
    BOOST_TEST(expanded("%{i}.%{v}", ip6) ==
               "2.0.0.1.0.d.b.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.c.b.0.1.ip6");
}

BOOST_AUTO_TEST_CASE(that_grows_too_long_loses_labels_in_front) {
    const std::string label(63, 'x');
    const auto name = expanded("a." + label + '.' + label + '.' + label + '.' + label);
    BOOST_TEST(name == label + '.' + label + '.' + label);
}

BOOST_AUTO_TEST_CASE(that_names_the_local_part_is_known_to_depend_on_it) {
    BOOST_TEST(msa::depends_on_local_part(*msa::parse_macro_string("%{d}.%{L}")));
    BOOST_TEST(msa::depends_on_local_part(*msa::parse_macro_string("%{s}")));
    BOOST_TEST(!msa::depends_on_local_part(*msa::parse_macro_string("l.%{o}.%{h}")));
}

BOOST_AUTO_TEST_SUITE_END()
