// Facts of bodies.
#include "mail/body_facts.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace std::string_view_literals;
using msa::BodyFacts;
using msa::BodyScanner;

namespace {

BodyFacts facts_of(std::string_view body) {
    BodyScanner scanner;
    scanner.add(body);
    return scanner.facts();
}

std::string outline(const BodyFacts& facts) {
    return std::to_string(facts.octets) + " " + std::to_string(facts.longest_line) +
           (facts.has_8bit ? " 8bit" : "") + (facts.has_nul ? " nul" : "") +
           (facts.has_bare_cr ? " cr" : "") + (facts.has_bare_lf ? " lf" : "") +
           (facts.ends_with_crlf ? " ended" : "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(body_facts_test)

BOOST_AUTO_TEST_CASE(an_empty_body_counts_as_ended) {
    BOOST_TEST(outline(facts_of("")) == "0 0 ended");
}

BOOST_AUTO_TEST_CASE(lines_are_measured_without_their_crlf) {
    BOOST_TEST(outline(facts_of("abc\r\nabcde\r\n\r\n")) == "14 5 ended");
}

BOOST_AUTO_TEST_CASE(the_last_line_counts_without_a_crlf_too) {
    BOOST_TEST(outline(facts_of("a\r\nabc")) == "6 3");
}

BOOST_AUTO_TEST_CASE(eight_bit_and_nul_octets_are_seen) {
    BOOST_TEST(outline(facts_of("\xC3\xA9\r\n"sv)) == "4 2 8bit ended");
    BOOST_TEST(outline(facts_of("a\0b\r\n"sv)) == "5 3 nul ended");
}

BOOST_AUTO_TEST_CASE(bare_line_breaks_are_octets_of_their_line) {
    BOOST_TEST(outline(facts_of("a\nb\r\n")) == "5 3 lf ended");
    BOOST_TEST(outline(facts_of("a\rb\r\n")) == "5 3 cr ended");
}

BOOST_AUTO_TEST_CASE(only_the_last_of_several_cr_belongs_to_the_lf) {
    BOOST_TEST(outline(facts_of("a\r\r\n")) == "4 2 cr ended");
}

BOOST_AUTO_TEST_CASE(a_cr_at_the_end_is_bare) {
    BOOST_TEST(outline(facts_of("a\r\n\r")) == "4 1 cr");
}

// Every false end of data that smuggling is made of (RFC 5321, 4.1.1.4 has only one).
BOOST_AUTO_TEST_CASE(every_false_end_of_data_shows_a_bare_line_break) {
    constexpr std::array<std::string_view, 8> false_ends = {
        "\n.\n", "\n.\r", "\r.\n", "\r.\r", "\n.\r\n", "\r.\r\n", "\r\n.\r\r\n", "\r\r\n.\r\r\n"};
    for (const std::string_view end : false_ends) {
        const BodyFacts facts = facts_of("text" + std::string(end) + "more\r\n");
        BOOST_TEST((facts.has_bare_cr || facts.has_bare_lf));
    }
}

BOOST_AUTO_TEST_CASE(chunks_give_the_facts_of_the_whole) {
    constexpr auto body = "ab\r\n\r\rc\n\0\xFF\r\nlonger line\r\n\r"sv;
    const std::string whole = outline(facts_of(body));
    for (std::size_t first = 0; first <= body.size(); ++first) {
        for (std::size_t second = first; second <= body.size(); ++second) {
            BodyScanner scanner;
            scanner.add(body.substr(0, first));
            scanner.add(body.substr(first, second - first));
            scanner.add(body.substr(second));
            BOOST_TEST(outline(scanner.facts()) == whole);
        }
    }
}

RC_BOOST_PROP(octets_that_come_together_give_the_facts_of_each_alone, ()) {
    const auto piece =
        rc::gen::element<std::string>("more than sixteen octets of it", "text", "\t", "\xC3\xA9",
                                      "\r\n", "\r\n", "\r", "\n", std::string(1, '\0'));
    std::string body;
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) {
        body += each;
    }
    BodyScanner scanner;
    for (const char& octet : body) {
        scanner.add({&octet, 1});
    }
    RC_ASSERT(outline(facts_of(body)) == outline(scanner.facts()));
}

BOOST_AUTO_TEST_CASE(asking_for_facts_does_not_end_the_body) {
    BodyScanner scanner;
    scanner.add("a\r");
    BOOST_TEST(scanner.facts().has_bare_cr);
    scanner.add("\n");
    BOOST_TEST(outline(scanner.facts()) == "3 1 ended");
}

BOOST_AUTO_TEST_SUITE_END()
