// From fields of published spoofing work: espoofer ("Composition Kills", 2020) by its case names,
// Mailsploit (2017), and values that common parsers read differently. What is accepted must show
// every mailbox, so that every one of them can be judged.
#include "base/text.h"
#include "mail/address.h"
#include "mail/header_list.h"
#include "mail/path.h"

#include <ostream>
#include <string>
#include <string_view>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace std::string_view_literals;

namespace {

struct Spoof {
    std::string_view name;
    std::string_view text;
    std::string_view seen;  // addr-specs, separated by commas; empty: refused
};

std::ostream& operator<<(std::ostream& out, const Spoof& row) {
    return out << row.name;
}

std::string seen_in(std::string_view field_body) {
    const auto mailboxes = msa::parse_mailbox_list(field_body);
    std::string text;
    if (mailboxes) {
        for (const msa::Mailbox& mailbox : *mailboxes) {
            text += (text.empty() ? "" : ",") + msa::to_text(mailbox.address);
        }
    }
    return text;
}

constexpr Spoof reverse_paths[] = {
    {"server_a1", "<any@mailfrom.example.com>", "any@mailfrom.example.com"},
    {"server_a2", "<(any@example.com>", ""},
    {"server_a5", "<any@example.com(a.example.org>", ""},
    {"server_a6", "<any@example.com'@any.example.org>", ""},
    {"server_a7", "<@example.com,@any.example:'any@example.org>", "'any@example.org"},
};

// server_a3 and server_a4 lie in a DKIM-Signature; what of them could reach an address is here.
constexpr Spoof from_fields[] = {
    {"server_a3", "admin@example.com\0.example.org"sv, ""},
    {"server_a4", "admin@example.com'a.example.org", ""},
    {"server_a8, first", " <first@example.org>", "first@example.org"},
    {"server_a8, second", " <admin@example.com>", "admin@example.com"},
    {"server_a14", " <first@example.org>, <admin@example.com>",
     "first@example.org,admin@example.com"},
    {"server_a15", "=?utf-8?B?PGFkbWluQGxlZ2l0aW1hdGUuY29tPg==?=,<second@example.org>", ""},
    {"server_a16", " <@example.org,@any.example:admin@example.com>", ""},
    {"server_a17", " <admin@example.com>\\,<second@example.org>", ""},
    {"server_a18", " admin@example.com,<second@example.org>",
     "admin@example.com,second@example.org"},
    {"server_a19", " <any@example.org>admin@example.com", ""},
    {"client_a2", " <attacker@example.com>, <admin@example.com>",
     "attacker@example.com,admin@example.com"},
    {"client_a3", " <admin@example.com>", "admin@example.com"},
    {"paper B1", " <admin@example.com\u2000>", ""},
    {"paper B2", " =?utf-8?B?PGFkbWluQGxlZ2l0aW1hdGUuY29tPg==?=", ""},
};

constexpr Spoof mailsploit[] = {
    {"address in front of NUL", " =?utf-8?Q?ceo=40example.com=00?=@example.org", ""},
    {"address in front of newline", " =?utf-8?b?Y2VvQGV4YW1wbGUuY29tCg==?=@example.org", ""},
    {"two words", " =?utf-8?b?Y2VvQGV4YW1wbGUuY29t?==?utf-8?Q?=0A=00?=@example.org", ""},
    {"two words in brackets", " <=?utf-8?b?Y2Vv?==?utf-8?Q?=00?=@example.org>", ""},
    {"quoted", " \"=?utf-8?Q?ceo=40example.com?=\"@example.org", ""},
    {"parenthesis behind", " =?utf-8?Q?ceo=40example.com?=(\0)@example.org"sv, ""},
    {"two addresses", " ceo@example.com =?utf-8?Q?=00?= <a@example.org>", ""},
    {"as a display name", " =?utf-8?Q?ceo=40example.com=00=0A?= <a@example.org>", "a@example.org"},
};

constexpr Spoof ambiguous[] = {
    {"quoted address as name", "\"a@b.example\" <c@d.example>", "c@d.example"},
    {"address as name", "a@b.example <c@d.example>", ""},
    {"domain behind the brackets", "<a@b.example>@c.example", ""},
    {"two in brackets", "<a@b.example> <c@d.example>", ""},
    {"two at", "a@b.example@c.example", ""},
    {"two without comma", "a@b.example c@d.example", ""},
    {"two", "a@b.example, c@d.example", "a@b.example,c@d.example"},
    {"group", "Grp: a@b.example, c@d.example;", ""},
    {"group without end", "Grp: a@b.example", ""},
    {"open quote", "\"x <a@b.example", ""},
    {"address in a comment", "(c@d.example) a@b.example", "a@b.example"},
    {"comment in brackets style", "(<c@d.example>) a@b.example", "a@b.example"},
    {"encoded address as name", "=?utf-8?q?=3Ca=40b=3E?= <c@d.example>", "c@d.example"},
    {"route", "<@x.example,@y.example:a@b.example>", ""},
    {"blank behind the period", "a. b@c.example", ""},
    {"blank around the period", "a@b . c.example", ""},
    {"A-label", "a@xn--caf-dma.example", "a@xn--caf-dma.example"},
    {"utf-8", "caf\u00E9@b.example", "caf\u00E9@b.example"},
    {"invalid utf-8", "caf\xE9@b.example", ""},
    {"NUL", "a@b.example\0, c@d.example"sv, ""},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(address_spoofing_test)

BOOST_DATA_TEST_CASE(every_mailbox_of_a_from_field_is_seen_or_it_is_refused,
                     bdata::make(from_fields) + bdata::make(mailsploit) + bdata::make(ambiguous),
                     row) {
    BOOST_TEST(seen_in(row.text) == row.seen);
}

BOOST_DATA_TEST_CASE(the_mailbox_of_a_reverse_path_is_seen_or_it_is_refused,
                     bdata::make(reverse_paths), row) {
    const auto path = msa::parse_reverse_path(row.text);
    BOOST_TEST((path ? msa::to_text(path->address) : "") == row.seen);
}

// server_a8, a10 and client_a1 to a3 repeat the field or put a blank behind its name.
BOOST_AUTO_TEST_CASE(a_second_from_is_counted_however_its_name_is_spelled) {
    for (const char* name : {"From", "from", "FROM", "From ", "From\t", "fRoM \t "}) {
        msa::HeaderList header;
        header.receive("From", " <first@example.org>");
        header.receive(name, " <admin@example.com>");
        BOOST_TEST(header.count("From") == 2U);
    }
}

// Stand-ins for a missing From (server_a12, a13, paper B3).
BOOST_AUTO_TEST_CASE(sender_and_resent_from_do_not_count_as_from) {
    msa::HeaderList header;
    header.receive("Sender", " <admin@example.com>");
    header.receive("Resent-From", " <admin@example.com>");
    BOOST_TEST(header.count("From") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
