// Addresses of header fields: what the grammar allows, and what they mean.
#include "mail/address.h"

#include "base/text.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using msa::parse_address_list;
using msa::parse_mailbox;
using msa::parse_mailbox_list;

namespace {

struct Reading {
    std::string_view field_body;
    std::string_view outline;  // name|local part|domain(comment)(comment)
};

std::ostream& operator<<(std::ostream& out, const Reading& row) {
    return out << msa::printable(row.field_body);
}

std::string in_parentheses(const std::vector<std::string>& comments) {
    std::string text;
    for (const std::string& comment : comments) {
        text += "(" + comment + ")";
    }
    return text;
}

std::string outline(const msa::Mailbox& mailbox) {
    return mailbox.display_name + "|" + mailbox.address.local_part + "|" + mailbox.address.domain +
           in_parentheses(mailbox.comments);
}

std::string outline(const msa::Group& group) {
    std::string text = group.name + in_parentheses(group.comments) + "{";
    for (const msa::Mailbox& member : group.members) {
        text += outline(member) + ";";
    }
    return text + "}";
}

std::string outline(const std::vector<msa::Address>& addresses) {
    std::string text;
    for (const msa::Address& address : addresses) {
        text += (text.empty() ? "" : ", ") +
                std::visit([](const auto& either) { return outline(either); }, address);
    }
    return text;
}

constexpr Reading mailboxes[] = {
    {"alice@example.org", "|alice|example.org"},
    {" alice@example.org ", "|alice|example.org"},
    {"<alice@example.org>", "|alice|example.org"},
    {"Alice <alice@example.org>", "Alice|alice|example.org"},
    {"Alice<alice@example.org>", "Alice|alice|example.org"},
    {"Alice   Smith\t<alice@example.org>", "Alice Smith|alice|example.org"},
    {"Alice B. Smith <alice@example.org>", "Alice B. Smith|alice|example.org"},
    {"A.B.Smith <alice@example.org>", "A.B.Smith|alice|example.org"},
    {"\"Smith, Alice\" <alice@example.org>", "Smith, Alice|alice|example.org"},
    {R"("A \"B\" \\C" <alice@example.org>)", R"(A "B" \C|alice|example.org)"},
    {"\"Alice\" Smith <alice@example.org>", "Alice Smith|alice|example.org"},
    {"\"Ali\"ce <alice@example.org>", "Alice|alice|example.org"},
    {"\"\" <alice@example.org>", "|alice|example.org"},
    {"\"a\tb\" <alice@example.org>", "a\tb|alice|example.org"},
    {"alice@Example.ORG", "|alice|Example.ORG"},
    {"alice+x@example.org", "|alice+x|example.org"},
    {"\"alice\"@example.org", "|alice|example.org"},
    {"\"al\\ice\"@example.org", "|alice|example.org"},
    {"\"a b\"@example.org", "|a b|example.org"},
    {"\"a@b\"@example.org", "|a@b|example.org"},
    {"<\"a..b\"@example.org>", "|a..b|example.org"},
    {"alice@[192.0.2.1]", "|alice|[192.0.2.1]"},
    {"alice@[IPv6:2001:db8::1]", "|alice|[IPv6:2001:db8::1]"},
    {"alice@localhost", "|alice|localhost"},
    {"jos\u00E9@example.org", "|jos\u00E9|example.org"},
    {"Jos\u00E9 <jiro@b\u00FCcher.example>", "Jos\u00E9|jiro|b\u00FCcher.example"},
    {"jiro@xn--bcher-kva.example", "|jiro|xn--bcher-kva.example"},
    {"a=?b@example.org", "|a=?b|example.org"},
    {"a=?b?c?d=?@example.org", "|a=?b?c?d=?|example.org"},
    {"SRS0=?=a=example.net@example.org", "|SRS0=?=a=example.net|example.org"},
    {"a=?@example.org (what? b? yes)", "|a=?|example.org(what? b? yes)"},
    {"< alice@example.org >", "|alice|example.org"},
    {"Alice <\talice@example.org\r\n >", "Alice|alice|example.org"},
};

constexpr Reading commented[] = {
    {"alice@example.org (Alice Smith)", "|alice|example.org(Alice Smith)"},
    {"(a) alice@example.org(b)", "|alice|example.org(a)(b)"},
    {"(a)(b)Alice(c)Smith(d)<alice@example.org>(e)",
     "Alice Smith|alice|example.org(a)(b)(c)(d)(e)"},
    {"Alice (a \\) (nested) chap) <alice@example.org>",
     "Alice|alice|example.org(a ) (nested) chap)"},
    {"(\") alice@example.org", "|alice|example.org(\")"},
    {"() alice@example.org", "|alice|example.org()"},
    {"(a\r\n b) alice@example.org", "|alice|example.org(a b)"},
    {"<alice@example.org (work)>", "|alice|example.org(work)"},
    {"Alice (a) <(b)(c)alice@example.org(d)> (e)", "Alice|alice|example.org(a)(b)(c)(d)(e)"},
    {"<alice@example.org (a > b, c)>", "|alice|example.org(a > b, c)"},
};

constexpr Reading folded[] = {
    {"\r\n\tAlice Smith\r\n <alice@example.org>", "Alice Smith|alice|example.org"},
    {" Alice\n Smith <alice@example.org>", "Alice Smith|alice|example.org"},
    {"\"Alice\r\n Smith\" <alice@example.org>", "Alice Smith|alice|example.org"},
    {"<alice@example.org>\r\n (a)", "|alice|example.org(a)"},
};

constexpr Reading encoded[] = {
    {"=?utf-8?q?Andr=C3=A9?= <alice@example.org>", "=?utf-8?q?Andr=C3=A9?=|alice|example.org"},
    {"=?utf-8?B?Y2VvQGV4YW1wbGUub3Jn?= <alice@example.org>",
     "=?utf-8?B?Y2VvQGV4YW1wbGUub3Jn?=|alice|example.org"},
    {"\"=?utf-8?q?a?=\" <alice@example.org>", "=?utf-8?q?a?=|alice|example.org"},
    {"(=?utf-8?q?a?=) alice@example.org", "|alice|example.org(=?utf-8?q?a?=)"},
};

constexpr Reading lists[] = {
    {"a@example.org, B <b@example.net>", "|a|example.org, B|b|example.net"},
    {"a@example.org,\r\n b@example.net", "|a|example.org, |b|example.net"},
    {"a@example.org (x), (y) b@example.net", "|a|example.org(x), |b|example.net(y)"},
    {"\"a,b\" <a@example.org>,<b@example.net>", "a,b|a|example.org, |b|example.net"},
};

constexpr Reading groups[] = {
    {"Team:;", "Team{}"},
    {"Team : ;", "Team{}"},
    {"\"The: Team\":;", "The: Team{}"},
    {"Team: a@example.org;", "Team{|a|example.org;}"},
    {"Team: a@example.org, B <b@example.net>;", "Team{|a|example.org;B|b|example.net;}"},
    {"Team: (x) ; (y)", "Team(x)(y){}"},
    {"(w) Team (x): (y) a@example.org (z); (v)", "Team(w)(x)(v){|a|example.org(y)(z);}"},
    {"a@example.org, Team: b@example.org;, c@example.org",
     "|a|example.org, Team{|b|example.org;}, |c|example.org"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(address_test)

BOOST_DATA_TEST_CASE(a_mailbox_is_read,
                     bdata::make(mailboxes) + bdata::make(commented) + bdata::make(folded) +
                         bdata::make(encoded),
                     row) {
    const auto mailbox = parse_mailbox(row.field_body);
    BOOST_TEST_REQUIRE(mailbox.has_value());
    BOOST_TEST(outline(*mailbox) == row.outline);
}

BOOST_DATA_TEST_CASE(a_list_is_read, bdata::make(lists) + bdata::make(groups), row) {
    const auto addresses = parse_address_list(row.field_body);
    BOOST_TEST_REQUIRE(addresses.has_value());
    BOOST_TEST(outline(*addresses) == row.outline);
}

BOOST_DATA_TEST_CASE(a_mailbox_list_takes_no_group, bdata::make(groups), row) {
    BOOST_TEST(!parse_mailbox_list(row.field_body).has_value());
}

BOOST_DATA_TEST_CASE(a_mailbox_list_takes_several_mailboxes, bdata::make(lists), row) {
    const auto found = parse_mailbox_list(row.field_body);
    BOOST_TEST_REQUIRE(found.has_value());
    BOOST_TEST(found->size() == 2U);
}

BOOST_DATA_TEST_CASE(a_single_mailbox_is_one, bdata::make(lists) + bdata::make(groups), row) {
    BOOST_TEST(!parse_mailbox(row.field_body).has_value());
}

BOOST_AUTO_TEST_CASE(the_error_says_what_is_wrong_and_where) {
    BOOST_TEST(parse_mailbox("a@example.org b@example.org").error().what ==
               "text behind the address at octet 15");
    BOOST_TEST(parse_mailbox("").error().what == "no address at octet 1");
    BOOST_TEST(parse_mailbox("Alice <a@example.org").error().what ==
               "no `>` behind the address at octet 21");
    BOOST_TEST(parse_mailbox("Alice (a@example.org").error().what ==
               "parenthesis without its partner at octet 7");
    BOOST_TEST(parse_mailbox("a@exa_mple.org").error().what ==
               "no valid domain: character that no label may hold at octet 3");
    BOOST_TEST(parse_mailbox("a@example.org, b@example.org").error().what ==
               "more than one address where only one may stand at octet 14");
    BOOST_TEST(parse_mailbox_list("Team: a@example.org;").error().what ==
               "a group where only addresses may stand at octet 5");
}

BOOST_AUTO_TEST_SUITE_END()
