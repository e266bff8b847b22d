// What our parser accepts, GMime reads as the same mailboxes and without a warning: on fields made
// from the grammar and on broken copies of them, the same ones in every run.
#include "fakes/gmime_oracle.h"
#include "mail/address.h"

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace {

using Choices = std::initializer_list<std::string_view>;

// Writes address fields. Not std::uniform_int_distribution, which libraries implement differently.
class FieldWriter {
public:
    explicit FieldWriter(std::uint_fast32_t seed) : random_(seed) {}

    std::string list() {
        std::string text = address();
        while (chance(3)) {
            text += "," + address();
        }
        return text;
    }

    /// A few octets deleted, doubled, swapped, or put in from those that mean something.
    std::string broken(std::string text) {
        for (std::size_t edits = below(3) + 1; edits > 0 && !text.empty(); --edits) {
            const std::size_t position = below(text.size());
            switch (below(4)) {
                case 0: text.erase(position, 1); break;
                case 1: text.insert(position, 1, text[position]); break;
                case 2: std::swap(text[position], text[below(text.size())]); break;
                default: text.insert(position, marks()); break;
            }
        }
        return text;
    }

private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }
    std::string pick(Choices choices) {
        return std::string(*(choices.begin() + below(choices.size())));
    }

    std::string marks() {
        return pick({"(",  ")", "<",        ">",      "@",    ",",  ";",     ":",   "\\",
                     "\"", ".", "[",        "]",      " ",    "\t", "\r\n ", "\n ", "=?",
                     "?=", "'", "\xC3\xA9", "\u200B", "xn--", "-",  "_",     "()"});
    }
    std::string white_space() { return pick({"", "", "", " ", "  ", "\t", "\r\n ", "\n\t"}); }
    std::string comment() {
        std::string text = "(";
        for (std::size_t parts = below(4); parts > 0; --parts) {
            text += pick({"x", " ", "a@b.example", "\\)", "\\(", "\"", "<a@b>", ",", ";", "(in)",
                          "(\\))", "\\\\", "\u00E9", "=?utf-8?q?a?=", "\r\n "});
        }
        return text + ")";
    }
    std::string cfws() {
        return white_space() + (chance(6) ? comment() + white_space() : std::string());
    }
    std::string atom() {
        return pick({"a", "Alice", "b-c", "o'neil", "x+y", "1", "jos\u00E9", "#!$%&*/^_`{|}~",
                     "=?utf-8?q?a?=", "=?utf-8?B?Y2VvQGV4YW1wbGUub3Jn?=", "=?=", "="});
    }
    std::string quoted(Choices contents) {
        std::string text = "\"";
        for (std::size_t parts = below(4); parts > 0; --parts) {
            text += pick(contents);
        }
        return text + "\"";
    }
    std::string word() {
        return chance(3) ? quoted({"a",
                                   "Smith, Alice",
                                   "\\\"",
                                   "\\\\",
                                   "a@b.example",
                                   " ",
                                   "<",
                                   ">",
                                   "(",
                                   ")",
                                   ";",
                                   ":",
                                   ".",
                                   "\u00E9",
                                   "\\a",
                                   "\t",
                                   "\r\n ",
                                   "[",
                                   "]",
                                   "=?utf-8?q?=22?=",
                                   "'"})
                         : atom() + (chance(5) ? pick({".", ".b", "..", ".=?"}) : "");
    }
    std::string phrase() {
        std::string text = cfws() + word();
        while (chance(2)) {
            text += cfws() + word();
        }
        return text + cfws();
    }
    std::string local_part() {
        if (chance(4)) {
            return quoted({"a", "b c", "\\\"", "\\\\", "@", " ", ",", ";", "<", ">", "(", ")", ":",
                           "..", "\u00E9", "\\a", "[", "]", "'"});
        }
        return pick({"a", "alice", "a.b", "x+y", "o'neil", "1", "jos\u00E9", "jose\u0301", "=",
                     "#!$%&*/^_`{|}~", "a-b.c-d.e"});
    }
    std::string domain() {
        return pick({"b", "example.org", "EXAMPLE.org", "a-b.example", "1.example.org",
                     "3com.example", "192.0.2.1", "[192.0.2.1]", "[IPv6:2001:db8::1]",
                     "b\u00FCcher.example", "bu\u0308cher.example", "fa\u00DF.example",
                     "B\u00DCCHER.example", "xn--bcher-kva.example", "XN--Bcher-KVA.example",
                     "xn--fa-hia.example", "mail.\u4F8B\u3048.example", "xn--r8jz45g.example"});
    }
    std::string addr_spec() { return local_part() + "@" + domain(); }
    std::string mailbox() {
        if (chance(2)) {
            return cfws() + addr_spec() + cfws();
        }
        return (chance(4) ? cfws() : phrase()) + "<" + cfws() + addr_spec() + cfws() + ">" + cfws();
    }
    std::string group() {
        std::string text = phrase() + ":";
        if (chance(4)) {
            return text + cfws() + ";" + cfws();
        }
        text += mailbox();
        while (chance(3)) {
            text += "," + mailbox();
        }
        return text + ";" + cfws();
    }
    std::string address() { return chance(6) ? group() : mailbox(); }

    std::mt19937 random_;
};

struct Tally {
    std::size_t accepted = 0;
    std::string disagreements;
};

void compare(const std::string& field_body, Tally& tally) {
    const auto addresses = msa::parse_address_list(field_body);
    if (!addresses) {
        return;
    }
    ++tally.accepted;
    const auto difference = msa::disagreement(field_body, msa::mailboxes_of(*addresses));
    if (!difference.empty() && tally.disagreements.size() < 2000) {
        tally.disagreements += difference + "\n";
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address_oracle_test)

BOOST_AUTO_TEST_CASE(the_oracle_unquotes_and_flattens_groups) {
    const auto reading = msa::gmime_reading("T: \"a\\ b\"@xn--bcher-kva.example;, c@example.org");
    BOOST_TEST(reading.warnings == 0U);
    BOOST_TEST_REQUIRE(reading.mailboxes.size() == 2U);
    BOOST_TEST(reading.mailboxes[0].local_part == "a b");
    BOOST_TEST(reading.mailboxes[0].domain == "b\u00FCcher.example");
}

BOOST_AUTO_TEST_CASE(the_oracle_sees_a_difference) {
    BOOST_TEST(msa::disagreement("a@example.org", {{"a", "EXAMPLE.org"}}).empty());
    BOOST_TEST(!msa::disagreement("a@example.org", {{"A", "example.org"}}).empty());
    BOOST_TEST(!msa::disagreement("a@example.org", {}).empty());
    BOOST_TEST(!msa::disagreement("a@example.org@example.net", {{"a", "example.org"}}).empty());
}

BOOST_AUTO_TEST_CASE(gmime_agrees_on_fields_made_from_the_grammar) {
    FieldWriter writer(1);
    Tally tally;
    for (int i = 0; i < 10'000; ++i) {
        compare(writer.list(), tally);
    }
    BOOST_TEST(tally.disagreements == "");
    BOOST_TEST(tally.accepted > 5'000U);
}

BOOST_AUTO_TEST_CASE(gmime_agrees_on_what_is_accepted_of_broken_fields) {
    FieldWriter writer(2);
    Tally tally;
    for (int i = 0; i < 10'000; ++i) {
        compare(writer.broken(writer.list()), tally);
    }
    BOOST_TEST(tally.disagreements == "");
    BOOST_TEST(tally.accepted > 500U);
}

BOOST_AUTO_TEST_SUITE_END()
