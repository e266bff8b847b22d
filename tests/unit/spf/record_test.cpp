// The grammar of SPF records.
#include "spf/record.h"

#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using msa::Mechanism;
using msa::parse_spf_record;
using namespace std::string_view_literals;

namespace {

constexpr std::string_view good_terms[] = {"all",
                                           "-ALL",
                                           "?include:a.example",
                                           "a",
                                           "a/0",
                                           "a//0",
                                           "A/24//64",
                                           "a:b.example/32",
                                           "mx:b.example//128",
                                           "ptr",
                                           "ptr:b.example",
                                           "ip4:192.0.2.0/24",
                                           "ip4:192.0.2.1",
                                           "ip6:2001:db8::/32",
                                           "ip6:::1.2.3.4/96",
                                           "exists:%{i}._spf.%{d}",
                                           "redirect=%{d}",
                                           "exp=why.b.example",
                                           "x-unknown=%{d}/any:thing",
                                           "unknown.1_a-b="};

constexpr std::string_view bad_terms[] = {"alle",
                                          "all:a.example",
                                          "all/8",
                                          "include",
                                          "include:",
                                          "include/8",
                                          "include:a.example/24",
                                          "a:",
                                          "a/33",
                                          "a/",
                                          "a/032",
                                          "a//129",
                                          "a/24/64",
                                          "a:b.example//",
                                          "mx:192.0.2.1",
                                          "ip4",
                                          "ip4:",
                                          "ip4:192.0.2",
                                          "ip4:192.0.2.01",
                                          "ip4:192.0.2.1/33",
                                          "ip4:192.0.2.1/00",
                                          "ip4:2001:db8::",
                                          "ip6:192.0.2.1",
                                          "ip6:2001:db8::/129",
                                          "ip6:2001:db8::%1",
                                          "exists",
                                          "exists:",
                                          "ptr/8",
                                          "ptr:",
                                          "redirect=",
                                          "redirect=x",
                                          "exp=",
                                          "-redirect=a.example",
                                          "-x=y",
                                          "=x",
                                          "1x=y",
                                          "+-all",
                                          "ip4:192.0.2.1\t-all",
                                          "a:b\xc3\xbc.example",
                                          "%{d}",
                                          "x=%{q}",
                                          "a:b.example\0"sv,
                                          "?",
                                          "redirect:a.example"};

std::string error_of(std::string_view record) {
    const auto parsed = parse_spf_record(record);
    return parsed ? "" : parsed.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spf_record)

BOOST_DATA_TEST_CASE(takes_terms_of_the_grammar, bdata::make(good_terms), term) {
    BOOST_TEST(error_of("v=spf1 " + std::string(term)) == "");
}

BOOST_DATA_TEST_CASE(refuses_terms_of_no_grammar, bdata::make(bad_terms), term) {
    BOOST_TEST(error_of("v=spf1 " + std::string(term) + " -all") != "");
}

BOOST_AUTO_TEST_CASE(is_told_by_its_version) {
    BOOST_TEST(msa::is_spf_record("v=spf1"));
    BOOST_TEST(msa::is_spf_record("V=SPF1 -all"));
    BOOST_TEST(!msa::is_spf_record("v=spf10"));
    BOOST_TEST(!msa::is_spf_record("v=spf1-all"));
    BOOST_TEST(!msa::is_spf_record(" v=spf1"));
    BOOST_TEST(!msa::is_spf_record("v=spf1\t-all"));
}

BOOST_AUTO_TEST_CASE(has_its_directives_in_order) {
    const auto record = parse_spf_record("v=spf1  ip4:192.0.2.0/24 ~mx:a.example/20//60 -all ");
    BOOST_REQUIRE(record.has_value());
    BOOST_REQUIRE(record->directives.size() == 3U);
    const auto& [network, exchange, last] =
        std::tie(record->directives[0], record->directives[1], record->directives[2]);
    BOOST_TEST(network.address == "192.0.2.0");
    BOOST_TEST(network.ip4_prefix == 24);
    BOOST_TEST(network.qualifier == '+');
    BOOST_TEST(exchange.qualifier == '~');
    BOOST_TEST(exchange.ip4_prefix == 20);
    BOOST_TEST(exchange.ip6_prefix == 60);
    BOOST_CHECK(last.mechanism == Mechanism::all);
    BOOST_TEST(last.qualifier == '-');
    BOOST_TEST(!record->redirect);
}

BOOST_AUTO_TEST_CASE(has_each_modifier_once) {
    BOOST_TEST(parse_spf_record("v=spf1 redirect=a.example")->redirect.has_value());
    BOOST_TEST(error_of("v=spf1 redirect=a.example redirect=b.example") ==
               "a modifier for the second time: 'redirect=b.example'");
    BOOST_TEST(error_of("v=spf1 exp=a.example EXP=b.example") ==
               "a modifier for the second time: 'EXP=b.example'");
    BOOST_TEST(error_of("v=spf1 x=a x=b") == "");
}

BOOST_AUTO_TEST_SUITE_END()
