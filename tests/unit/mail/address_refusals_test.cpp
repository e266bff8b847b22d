// Address fields that two readers would read differently, and those that are made to cost time.
// Each row must be refused by every parser of address.h.
#include "base/text.h"
#include "mail/address.h"

#include <ctime>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;
using msa::parse_address_list;

namespace {

constexpr std::string_view no_address[] = {
    "",
    " ",
    "\t",
    "(a)",
    "alice",
    "Alice Smith",
    "\"alice\"",
    "<>",
    "< >",
    "Alice <>",
    "@",
    "@@",
    "alice@",
    "@example.org",
    "Alice <alice>",
    ";",
    ":",
    ":;",
    ": a@example.org;",
};

constexpr std::string_view obsolete[] = {
    "<@example.net:alice@example.org>",
    "<@example.net,@example.com:alice@example.org>",
    "a@example.org,,b@example.org",
    ",a@example.org",
    "a@example.org,",
    "a@example.org, ",
    "a@example.org,,",
    "a@example.org, ,b@example.org",
    "Team: ,a@example.org;",
    "Team: a@example.org,;",
    "alice @example.org",
    "alice@ example.org",
    "alice @ example . org",
    "alice@example .org",
    "a. b@example.org",
    "a .b@example.org",
    "\"a\".b@example.org",
    "a.\"b\"@example.org",
    "a(x)@example.org",
    "a@(x)example.org",
    "< a @example.org>",
    "<a@ example.org >",
    "<(x)a@(y)example.org>",
    "<a(x)@example.org>",
    "<a@example.org\r\n .example>",
    "<a@example.org b>",
    "<a@example.org (x) b>",
    "< (x) >",
    "a@[ 192.0.2.1 ]",
    "a@[192.0.\r\n 2.1]",
    "\"a\r\n b\"@example.org",
    "\"a\tb\"@example.org",
    ".Alice <a@example.org>",
    ". <a@example.org>",
};

constexpr std::string_view leftovers[] = {
    "<a@example.org>b@example.org",
    "<a@example.org>@example.net",
    "<a@example.org> b",
    "<a@example.org> <b@example.net>",
    "<a@example.org>, <b@example.net> c",
    "<a@example.org>\\,<b@example.net>",
    "a@example.org b@example.net",
    "a@example.org <b@example.net>",
    "a@example.org@example.net",
    "a@b@example.net",
    "Alice a@example.org",
    "\"Alice\" a@example.org",
    "\"Alice\"a@example.org",
    "Alice @ Work <a@example.org>",
    "=?utf-8?q?a@b?= <a@example.org>",
    "a@example.org; b@example.org",
    "a@example.org;",
    "a@example.org>",
    "<<a@example.org>>",
    "<a@example.org,b@example.org>",
    "Alice <a@example.org",
    "Alice a@example.org>",
    "\"Alice <a@example.org>",
    "Alice\" <a@example.org>",
    "Alice (x <a@example.org>",
    "Alice x) <a@example.org>",
    "a@example.org (x\\)",
    "\"Alice\\\" <a@example.org>",
    "Alice \\<a@example.org>",
    "Alice [x] <a@example.org>",
    "Team: a@example.org",
    "Team: a@example.org; b@example.org",
    "Team: Sub: a@example.org;;",
    "Team: Sub:;;",
    "Team: a@example.org;;",
    "Team (x: a@example.org;",
};

constexpr std::string_view invalid_parts[] = {
    ".a@example.org",      "a.@example.org",     "a..b@example.org",  "\"\"@example.org",
    "<\"\"@example.org>",  "a@example.org.",     "a@.example.org",    "a@example..org",
    "a@-example.org",      "a@example-.org",     "a@my_host.example", "a@exa!mple.org",
    "a@[192.0.2.256]",     "a@[2001:db8::1]",    "a@[192.0.2.1",      "a@[]",
    "a@[192.0.2.1]x",      "a@xn--a.example",    "a@\"example.org\"", "alice\uFF20example.org",
    "a@example.org\u2000", "a@example\u3002org",
};

constexpr std::string_view encoded_words[] = {
    "=?utf-8?B?PGNlb0BleGFtcGxlLm9yZz4=?=",
    "=?utf-8?B?PGNlb0BleGFtcGxlLm9yZz4=?=,<a@example.org>",
    "=?utf-8?Q?ceo=40example.com=00?=@example.org",
    "<=?utf-8?Q?ceo=40example.com=00?=@example.org>",
    "=?utf-8?b?Y2VvQGV4YW1wbGUuY29t?==?utf-8?Q?=00?=@example.org",
    "=?utf-8?Q?=42=45=47=49=4E=20=2F=28?=@example.org",
    "\"=?utf-8?q?ceo?=\"@example.org",
    "\"a=?b\"@example.org",
    "=?utf-8?q?a@example.org",
    "a=?utf-8?B?b@example.org",
    "=?x@example.org (?q?ceo=40example.com?=)",
    "a=?=?utf-8?q?b@example.org",
    "a@=?utf-8?q?example.org?=",
    "<=?utf-8?q?=3Ca=40example.org=3E?=>",
    "=?utf-8?q?Smith,_Alice?= <a@example.org>",
};

constexpr std::string_view octets[] = {
    "a@example.org\0"sv,
    "a@example.com\0@example.org"sv,
    "Alice\0 <a@example.org>"sv,
    "\"Ali\\\0ce\" <a@example.org>"sv,
    "(\0) a@example.org"sv,
    "\"a\x01\" <a@example.org>",
    "\"a\x7F\" <a@example.org>",
    "a\x0B@example.org",
    "a@example.org\x0C",
    "a@example.org\r\n",
    "a@example.org\n",
    "a@example.org\r",
    "a@example.org\r ",
    "a@example.org\r\n\r\n ",
    "a@example.org\r\n ",
    "a@example.org,\r\n \r\n b@example.org",
    "\r\n \r\n a@example.org",
    "Alice\r\n<a@example.org>",
    "Alice\r <a@example.org>",
    "Alice\n\r <a@example.org>",
    "Alice\r\r\n <a@example.org>",
    "\"Alice\\\r\n Smith\" <a@example.org>",
    "(x\\\n y) a@example.org",
    "Jos\xE9 <a@example.org>",
    "jos\xC3@example.org",
    "bo\u0085b@example.org",
    "<bo\u009Fb@example.org>",
    "\xC0\xBC a@example.org>",
    "(\xED\xA0\x80) a@example.org",
};

// Repeated up to the longest field.
struct Bomb {
    std::string_view start;
    std::string_view unit;
};

constexpr Bomb bombs[] = {
    {"", "("},      {"", "()"},     {"(", "()"},      {"", "\""},      {"", "\"\""},
    {"\"", "\\a"},  {"", ","},      {"", "a,"},       {"", "a@b,"},    {"", "<"},
    {"", "@"},      {"", "a@"},     {"", ":"},        {"", "a:"},      {"", ";"},
    {"", "\\"},     {"", "["},      {"", "a@["},      {"", "."},       {"", "a."},
    {"", "a"},      {"", "a "},     {"", "a(b)"},     {"a@", "b"},     {"a@", "b."},
    {"", "=?"},     {"", "\r\n a"}, {"", "\n "},      {"", " "},       {"", "(\\)"},
    {"", "\u00E9"}, {"", "a@xn--"}, {"a@", "\u00FC"}, {"a@xn--", "a"}, {"G:", "a@b,"},
};

std::string explosion(const Bomb& bomb) {
    std::string text(bomb.start);
    while (text.size() + bomb.unit.size() <= msa::max_address_field) {
        text += bomb.unit;
    }
    return text;
}

bool is_refused(std::string_view field_body) {
    return !parse_address_list(field_body) && !msa::parse_mailbox_list(field_body) &&
           !msa::parse_mailbox(field_body) && !msa::parse_addr_spec(field_body);
}

std::string comment_of_depth(int depth) {
    const auto count = static_cast<std::size_t>(depth);
    return std::string(count, '(') + std::string(count, ')') + " a@example.org";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address_refusals_test)

BOOST_DATA_TEST_CASE(what_has_no_address_is_refused, bdata::make(no_address), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(obsolete_forms_are_refused, bdata::make(obsolete), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(a_field_is_read_to_its_end, bdata::make(leftovers), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(invalid_parts_are_refused, bdata::make(invalid_parts), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(an_encoded_word_is_no_address, bdata::make(encoded_words), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(stray_octets_are_refused, bdata::make(octets), field_body) {
    BOOST_TEST(is_refused(field_body));
}

BOOST_DATA_TEST_CASE(errors_are_printable_and_name_an_octet,
                     bdata::make(no_address) + bdata::make(obsolete) + bdata::make(leftovers) +
                         bdata::make(invalid_parts) + bdata::make(encoded_words) +
                         bdata::make(octets),
                     field_body) {
    const std::string what = parse_address_list(field_body).error().what;
    BOOST_TEST(what == msa::printable(what));
    BOOST_TEST(what.find(" at octet ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(errors_say_what_the_author_can_do) {
    const auto says = [](std::string_view field_body, std::string_view what) {
        BOOST_TEST(parse_address_list(field_body).error().what == what);
    };
    says("a@b <a@b>", "`<` behind an address at octet 5: a name that holds an `@` needs quotes");
    says("Alice W @ Work <a@b>", "`@` in a name at octet 9: the name needs quotes");
    says("Alice [x] <a@b>", "`[` in a name at octet 7: the name needs quotes");
    says("Doe, Jane <j@b>",
         "a name without an address at octet 4: a name that holds a comma needs quotes");
    says("a@b,", "nothing in front of or behind a comma at octet 5: take out the comma");
    says("a@b,,c@d", "nothing in front of or behind a comma at octet 5: take out the comma");
    says(",a@b", "nothing in front of or behind a comma at octet 1: take out the comma");
    says("<@c,@d:a@b>", "a route in front of an address at octet 2: write the address alone");
    says("a@b; c@d", "`;` behind an address at octet 4: part them with commas");
    says("alice", "no `@` in the address at octet 6");
    says("Alice Smith", "a name without an address in `<>` at octet 12");
    says("a @b",
         "blank or comment in front of `@` at octet 3: an address has none, a name needs quotes");
    says("a@b\x07", "control character 0x07 at octet 4");
}

BOOST_AUTO_TEST_CASE(a_local_part_may_have_64_octets_with_its_quotes) {
    BOOST_TEST(!is_refused(std::string(64, 'a') + "@example.org"));
    BOOST_TEST(is_refused(std::string(65, 'a') + "@example.org"));
    BOOST_TEST(is_refused("\"" + std::string(63, 'a') + "\"@example.org"));
}

BOOST_AUTO_TEST_CASE(comments_nest_to_a_limit) {
    BOOST_TEST(parse_address_list(comment_of_depth(msa::max_comment_depth)).has_value());
    BOOST_TEST(!parse_address_list(comment_of_depth(msa::max_comment_depth + 1)).has_value());
}

BOOST_AUTO_TEST_CASE(a_field_has_a_longest_length) {
    std::string field_body = "a@b";
    while (field_body.size() + 4 <= msa::max_address_field) {
        field_body += ",a@b";
    }
    field_body.append(msa::max_address_field - field_body.size(), ' ');
    BOOST_TEST(parse_address_list(field_body).has_value());
    BOOST_TEST(!parse_address_list(field_body + ' ').has_value());
}

BOOST_AUTO_TEST_CASE(an_address_has_a_longest_length_with_all_that_stands_beside_it) {
    const std::string address = "<a@example.org>";
    const std::size_t room = msa::max_address_octets - address.size();
    const auto longest = [&](const std::string& text) {
        return text + address + ", b@example.org";
    };
    BOOST_TEST(parse_address_list(longest(std::string(room, ' '))).has_value());
    BOOST_TEST(parse_address_list(longest(std::string(room, 'x'))).has_value());
    BOOST_TEST(parse_address_list("b@example.org, g:" + longest(std::string(room, ' ')) + ';')
                   .has_value());
    for (const char* text : {"", "b@example.org, ", "g: b@example.org, ", "g: "}) {
        for (const char c : {' ', 'x'}) {
            const auto list = parse_address_list(text + longest(std::string(room + 1, c)));
            BOOST_TEST(
                list.error().what.find("an address of more than 8192 octets at octet ") == 0U,
                text);
        }
    }
    BOOST_TEST(!parse_address_list("a@example.org" + std::string(room + 3, ' ')).has_value());
}

BOOST_AUTO_TEST_CASE(an_address_has_so_many_comments_at_most) {
    const auto comments = [](std::size_t count, const std::string& between) {
        std::string text;
        while (count-- != 0) {
            text += "(c)" + between;
        }
        return text;
    };
    const std::string address = "<a@example.org>";
    BOOST_TEST(parse_address_list(comments(msa::max_comments, "") + address).has_value());
    BOOST_TEST(parse_address_list(comments(msa::max_comments, " a ") + address).has_value());
    BOOST_TEST(parse_address_list(comments(msa::max_comments + 1, "") + address).error().what ==
               "more than 64 comments in a row at octet 196");
    BOOST_TEST(parse_address_list(comments(msa::max_comments + 1, " a ") + address).error().what ==
               "more than 64 comments beside one address at octet 389");
    BOOST_TEST(!parse_address_list(comments(40, "") + address + comments(40, "")).has_value());
    BOOST_TEST(!parse_address_list("g" + comments(40, "") + ":;" + comments(40, "")).has_value());
    const std::string each = comments(40, "") + address;
    BOOST_TEST(
        parse_address_list(each + ',' + each + ",g: " + each + ',' + each + ';').has_value());
}

BOOST_AUTO_TEST_CASE(bombs_are_refused_in_linear_time) {
    const std::clock_t start = std::clock();
    for (const Bomb& bomb : bombs) {
        BOOST_TEST(!parse_address_list(explosion(bomb)).has_value());
    }
    // Quadratic time would be minutes each; the limit leaves room for sanitizers.
    BOOST_TEST((std::clock() - start) / CLOCKS_PER_SEC < 30);
}

BOOST_AUTO_TEST_CASE(a_long_legal_list_is_read) {
    std::string field_body = "a@b";
    while (field_body.size() + 4 <= msa::max_address_field) {
        field_body += ",a@b";
    }
    const auto addresses = parse_address_list(field_body);
    BOOST_TEST_REQUIRE(addresses.has_value());
    BOOST_TEST(addresses->size() == (field_body.size() + 1) / 4);
}

BOOST_AUTO_TEST_SUITE_END()
