// Paths of the envelope.
#include "mail/path.h"

#include "base/text.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;
using msa::parse_forward_path;
using msa::parse_reverse_path;

namespace {

struct Reading {
    std::string_view argument;
    std::string_view local_part;
    std::string_view domain;
};

std::ostream& operator<<(std::ostream& out, const Reading& row) {
    return out << msa::printable(row.argument);
}

constexpr Reading readings[] = {
    {"<bob@example.org>", "bob", "example.org"},
    {"<Bob@Example.ORG>", "Bob", "Example.ORG"},
    {"<!#$%&'*+-/=?^_`{|}~@example.org>", "!#$%&'*+-/=?^_`{|}~", "example.org"},
    {"<o'neil@example.org>", "o'neil", "example.org"},
    {"<a.b.c@example.org>", "a.b.c", "example.org"},
    {"<=?utf-8?q?a?=@example.org>", "=?utf-8?q?a?=", "example.org"},
    {"<\"alice\"@example.org>", "alice", "example.org"},
    {"<\"al\\ice\"@example.org>", "alice", "example.org"},
    {"<\"alice \"@example.org>", "alice ", "example.org"},
    {"<\"first last\"@example.org>", "first last", "example.org"},
    {R"(<"a\"b\\c"@example.org>)", R"(a"b\c)", "example.org"},
    {"<\"a..b\"@example.org>", "a..b", "example.org"},
    {"<\"a@b\"@example.org>", "a@b", "example.org"},
    {"<\"<>\"@example.org>", "<>", "example.org"},
    {"<\"\"@example.org>", "", "example.org"},
    {"<bob@[192.0.2.25]>", "bob", "[192.0.2.25]"},
    {"<bob@[IPv6:2001:db8::25]>", "bob", "[IPv6:2001:db8::25]"},
    {"<bob@[IPv6:::ffff:192.0.2.25]>", "bob", "[IPv6:::ffff:192.0.2.25]"},
    {"<bob@a.1.example.org>", "bob", "a.1.example.org"},
    {"<bob@a--b.example.org>", "bob", "a--b.example.org"},
    {"<bob@192.0.2.25>", "bob", "192.0.2.25"},  // a name by grammar; whether qualified is a rule
    {"<bob@localhost>", "bob", "localhost"},
    {"<jos\u00E9@example.org>", "jos\u00E9", "example.org"},
    {"<jos\u00C2\u00A0@example.org>", "jos\u00C2\u00A0", "example.org"},
    {"<\"jos\u00E9 \"@example.org>", "jos\u00E9 ", "example.org"},
    {"<jiro@b\u00FCcher.example>", "jiro", "b\u00FCcher.example"},
    {"<bob@xn--bcher-kva.example>", "bob", "xn--bcher-kva.example"},
};

constexpr Reading routed[] = {
    {"<@a.example:bob@example.org>", "bob", "example.org"},
    {"<@a.example,@b.example:bob@example.org>", "bob", "example.org"},
    {"<@example.net,@any.example:'any@example.org>", "'any", "example.org"},
};

constexpr std::string_view refused[] = {
    "",
    "<",
    ">",
    "<<>>",
    "< >",
    "<>x",
    "bob@example.org",
    "<bob@example.org",
    "bob@example.org>",
    "<bob@example.org> ",
    " <bob@example.org>",
    "<bob@example.org>x",
    "<bob@example.org><bob@example.net>",
    "Bob <bob@example.org>",
    "<bob>",
    "<@example.org>",
    "<bob@>",
    "<(bob@example.org>",
    "<bob(comment)@example.org>",
    "<bob@example.org(comment)>",
    "<any@example.net(a.example.org>",
    "<any@example.net'@any.example.org>",
    "<bob @example.org>",
    "<bob@ example.org>",
    "< bob@example.org>",
    "<bob@example.org >",
    "<a b@example.org>",
    "<.a@example.org>",
    "<a.@example.org>",
    "<a..b@example.org>",
    "<a@b@example.org>",
    "<\"bob@example.org>",
    "<\"bob\"x@example.org>",
    "<\"a\".b@example.org>",
    "<\"a\\\"@example.org>",
    "<\"a\tb\"@example.org>",
    "<\"a\\\x7F\"@example.org>",
    "<\"a\\\u00E9\"@example.org>",
    "<bob\\@example.org>",
    "<a,b@example.org>",
    "<bob@my_host.example>",
    "<bob@-a.example>",
    "<bob@a-.example>",
    "<bob@a..example>",
    "<bob@.example>",
    "<bob@example.org.>",
    "<bob@[192.0.2.256]>",
    "<bob@[2001:db8::25]>",
    "<bob@[IPv6:2001::1::2]>",
    "<bob@[x400:foo]>",
    "<bob@[192.0.2.1>",
    "<bob@[192.0.2.1].example>",
    "<bob@xn--a.example>",
    "<@a.example bob@example.org>",
    "<@a.example,bob@example.org>",
    "<@a.example,:bob@example.org>",
    "<@:bob@example.org>",
    "<@a.example:>",
    "<@a.example:@b.example:bob@example.org>",
    "<@a_b.example:bob@example.org>",
    "<alice\uFF20example.org>",
    "<alice@example.org\u2000>",
    "<bo\u0085b@example.org>",
    "<\"bo\u0080b\"@example.org>",
    "<bo\xFF@example.org>",
    "<bo\xC0\xAF@example.org>",
    "<bob@example.org\0>"sv,
    "<bob\0@example.org>"sv,
    "<bob@example.org\r\n>",
    "<bob@exam\nple.org>",
    "<bob@example.org>\r",
};

}  // namespace

BOOST_AUTO_TEST_SUITE(path_test)

BOOST_DATA_TEST_CASE(both_paths_read_a_mailbox_in_brackets, bdata::make(readings), row) {
    for (const auto& path : {parse_reverse_path(row.argument), parse_forward_path(row.argument)}) {
        BOOST_TEST_REQUIRE(path.has_value());
        BOOST_TEST(path->address.local_part == row.local_part);
        BOOST_TEST(path->address.domain == row.domain);
        BOOST_TEST(!path->has_source_route);
        BOOST_TEST(!path->is_null());
        BOOST_TEST(!path->is_bare_postmaster());
    }
}

BOOST_DATA_TEST_CASE(a_source_route_is_read_and_left_out, bdata::make(routed), row) {
    for (const auto& path : {parse_reverse_path(row.argument), parse_forward_path(row.argument)}) {
        BOOST_TEST_REQUIRE(path.has_value());
        BOOST_TEST(path->address.local_part == row.local_part);
        BOOST_TEST(path->address.domain == row.domain);
        BOOST_TEST(path->has_source_route);
    }
}

BOOST_DATA_TEST_CASE(everything_else_is_refused_in_both, bdata::make(refused), argument) {
    BOOST_TEST(!parse_reverse_path(argument).has_value());
    BOOST_TEST(!parse_forward_path(argument).has_value());
}

BOOST_DATA_TEST_CASE(errors_echo_no_octet_of_the_client, bdata::make(refused), argument) {
    const std::string what = parse_forward_path(argument).error().what;
    BOOST_TEST(what == msa::printable(what));
    BOOST_TEST(what.find("at octet ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_the_reverse_path_may_be_null) {
    const auto path = parse_reverse_path("<>");
    BOOST_TEST_REQUIRE(path.has_value());
    BOOST_TEST(path->is_null());
    BOOST_TEST(!parse_forward_path("<>").has_value());
}

BOOST_AUTO_TEST_CASE(only_the_forward_path_may_be_a_bare_postmaster_in_any_case) {
    for (const std::string_view argument : {"<Postmaster>", "<POSTMASTER>", "<postmaster>"}) {
        const auto path = parse_forward_path(argument);
        BOOST_TEST_REQUIRE(path.has_value());
        BOOST_TEST(path->is_bare_postmaster());
        BOOST_TEST(path->address.local_part == argument.substr(1, 10));
        BOOST_TEST(!parse_reverse_path(argument).has_value());
    }
    BOOST_TEST(!parse_forward_path("<postmaster >").has_value());
    BOOST_TEST(!parse_forward_path("postmaster").has_value());
    BOOST_TEST(!parse_forward_path("<\"postmaster\">").has_value());
}

BOOST_AUTO_TEST_CASE(a_local_part_may_have_64_octets_with_its_quotes) {
    BOOST_TEST(parse_forward_path("<" + std::string(64, 'a') + "@example.org>").has_value());
    BOOST_TEST(!parse_forward_path("<" + std::string(65, 'a') + "@example.org>").has_value());
    BOOST_TEST(parse_forward_path("<\"" + std::string(62, 'a') + "\"@example.org>").has_value());
    BOOST_TEST(!parse_forward_path("<\"" + std::string(63, 'a') + "\"@example.org>").has_value());
}

BOOST_AUTO_TEST_CASE(a_path_may_have_256_octets_with_its_brackets) {
    const std::string label(63, 'b');
    const std::string domain = label + "." + label + "." + label;  // 191 octets
    BOOST_TEST(parse_forward_path("<" + std::string(62, 'a') + "@" + domain + ">").has_value());
    BOOST_TEST(!parse_forward_path("<" + std::string(63, 'a') + "@" + domain + ">").has_value());
}

BOOST_AUTO_TEST_CASE(the_error_says_what_is_wrong_and_where) {
    BOOST_TEST(parse_forward_path("bob@example.org").error().what ==
               "no `<` in front of the address at octet 1");
    BOOST_TEST(parse_forward_path("<bob@my_host.example>").error().what ==
               "no valid domain: character that no label may hold at octet 6");
    BOOST_TEST(parse_forward_path("<@example.org>").error().what ==
               "no local part, or source route without its colon at octet 14");
}

BOOST_AUTO_TEST_SUITE_END()
