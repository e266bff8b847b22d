// Lists of addresses that say nothing of whom they name.
#include "mail/masked_list.h"

#include "mail/address.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa;

namespace {

struct Row {
    std::string_view list;
    std::string_view masked;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
    return out << row.list;
}

constexpr Row rows[] = {
    {" hidden@example.net", " xxxxxx@xxxxxxx.xxx"},
    {" Bob Secret <Bob.7@Example.Net>,\n dan@example.net (at work)",
     " Xxx Xxxxxx <Xxx.1@Xxxxxxx.Xxx>,\n xxx@xxxxxxx.xxx (xx xxxx)"},
    {"", ""},
    {" \n ", " \n "},
    {" the board: a@example.com, b@example.com;", " xxx xxxxx: x@xxxxxxx.xxx, x@xxxxxxx.xxx;"},
    {" undisclosed-recipients:;", " undisclosed-recipients:;"},
    {" \"Secret, Bob\" <bob@[192.0.2.77]>", " \"Xxxxxx, Xxx\" <xxx@[111.1.1.11]>"},
    {" bob@[IPv6:2001:db8::7f]", " xxx@[IPv6:1111:aa1::1a]"},
    {" =?utf-8?Q?J=C3=BCrgen?= <j@example.net>", " =?utf-8?Q?X=X1=XXxxxx?= <x@xxxxxxx.xxx>"},
    {" j\xC3\xBCrgen@m\xC3\xBCnchen.example", " x\xC3\x9Fxxxx@x\xC3\x9Fxxxxx.xxxxxxx"},
    {" bob@sales", " xxx@xxxxx"},
    {" bob@9.9", " xxx@1.1"},
    {" bob@@example.net", " xxx@@xxxxxxx.xxx"},
    {" bob", " xxx"},
    {" Bob <bob@example.net>,", " Xxx <xxx@xxxxxxx.xxx>,"},
    {" bob@exa\x80mple.net", " xxx@xxx\x80xxxx.xxx"},
};

std::string masked(std::string_view list) {
    return masked_list(list, [](std::string_view /*domain*/) { return false; }).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(masked_list_test)

BOOST_DATA_TEST_CASE(letters_and_digits_are_others, bdata::make(rows), row) {
    BOOST_TEST(masked(row.list) == row.masked);
    BOOST_TEST(masked(row.masked) == row.masked);
}

BOOST_AUTO_TEST_CASE(an_encoded_label_becomes_another_one) {
    const auto list = masked(" bob@xn--mnchen-3ya.example");
    BOOST_TEST(list.find("mnchen") == std::string::npos);
    BOOST_TEST(list.starts_with(" xxx@xn--x"), list);
    BOOST_TEST(list.ends_with(".xxxxxxx"), list);
    BOOST_TEST(parse_address_list(list).has_value());
    BOOST_TEST(is_masked(list.substr(list.find("xn--"))));
}

BOOST_AUTO_TEST_CASE(a_domain_that_is_known_stays) {
    const auto is_known = [](std::string_view domain) { return domain == "example.net"; };
    BOOST_TEST(*masked_list(" a@Example.net, b@example.org", is_known) ==
               " x@Example.net, x@xxxxxxx.xxx");
}

BOOST_AUTO_TEST_CASE(what_nobody_can_tell_any_more_is_known) {
    BOOST_TEST(is_masked("xxxxxxx.xxx"));
    BOOST_TEST(is_masked("xxx11"));
    BOOST_TEST(!is_masked("example.net"));
}

BOOST_AUTO_TEST_SUITE_END()
