// Resent fields, and the purported responsible address.
#include "mail/resent.h"

#include "mail/address.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

msa::HeaderList headers(const Fields& fields) {
    msa::HeaderList list;
    for (const auto& [name, value] : fields) {
        list.receive(name, ' ' + value);
    }
    return list;
}

std::string pra(const Fields& fields) {
    const auto list = headers(fields);
    const auto* field = msa::responsible_field(list);
    const auto mailbox = msa::parse_mailbox(field == nullptr ? std::string_view() : field->value);
    return mailbox ? msa::to_text(mailbox->address) : "none";
}

std::string outline(const Fields& fields) {
    const auto list = headers(fields);
    std::string text;
    for (const auto& block : msa::resent_blocks(list)) {
        for (const auto* field : block.fields) {
            text += field->name.substr(7) + " ";
        }
        text += "|";
    }
    return text;
}

constexpr std::pair<const char*, const char*> from{"From", "a@example.com"};
constexpr std::pair<const char*, const char*> received{"Received",
                                                       "from a.example by b.example; x"};

}  // namespace

BOOST_AUTO_TEST_SUITE(resent_test)

BOOST_AUTO_TEST_CASE(without_resent_fields_the_sender_is_responsible_or_else_the_author) {
    BOOST_TEST(pra({from}) == "a@example.com");
    BOOST_TEST(pra({from, {"Sender", "s@example.com"}}) == "s@example.com");
    BOOST_TEST(pra({from, {"Sender", "  "}}) == "a@example.com");
    BOOST_TEST(pra({{"From", "A. Name <a@example.com>"}}) == "a@example.com");
}

BOOST_AUTO_TEST_CASE(two_senders_or_authors_leave_nobody_responsible) {
    BOOST_TEST(pra({from, {"From", "b@example.com"}}) == "none");
    BOOST_TEST(pra({from, {"From", "b@example.com"}, {"Sender", "s@example.com"}}) ==
               "s@example.com");
    BOOST_TEST(pra({from, {"Sender", "s@example.com"}, {"Sender", "t@example.com"}}) == "none");
    BOOST_TEST(pra({{"From", "a@example.com, b@example.com"}}) == "none");
    BOOST_TEST(pra({{"From", "a@example.com"}, {"From ", "b@example.com"}}) == "none");
}

BOOST_AUTO_TEST_CASE(what_is_no_single_mailbox_with_a_domain_is_nobody) {
    BOOST_TEST(pra({{"From", "postmaster"}}) == "none");
    BOOST_TEST(pra({{"From", "Team: a@example.com;"}}) == "none");
    BOOST_TEST(pra({{"Subject", "x"}}) == "none");
    BOOST_TEST(pra({}) == "none");
}

BOOST_AUTO_TEST_CASE(who_resent_beats_who_sent) {
    BOOST_TEST(pra({{"Resent-From", "r@example.com"}, from, {"Sender", "s@example.com"}}) ==
               "r@example.com");
    BOOST_TEST(pra({{"Resent-From", "r@example.com"}, {"Resent-Sender", "q@example.com"}, from}) ==
               "q@example.com");
    BOOST_TEST(pra({{"Resent-Sender", "q@example.com"},
                    received,
                    {"Resent-From", "r@example.com"},
                    from}) == "q@example.com");
    BOOST_TEST(pra({{"Resent-Sender", "  "}, {"Resent-From", "r@example.com"}, from}) ==
               "r@example.com");
}

BOOST_AUTO_TEST_CASE(a_newer_resending_beats_the_sender_of_an_older_one) {
    BOOST_TEST(pra({{"Resent-From", "r@example.com"},
                    received,
                    {"Resent-Sender", "q@example.com"},
                    from}) == "r@example.com");
    BOOST_TEST(pra({{"Resent-From", "r@example.com"},
                    {"Return-Path", "<>"},
                    {"Resent-Sender", "q@example.com"},
                    from}) == "r@example.com");
    BOOST_TEST(pra({{"Resent-From", "new@example.com"},
                    received,
                    {"Resent-From", "old@example.com"},
                    from}) == "new@example.com");
}

BOOST_AUTO_TEST_CASE(a_malformed_resent_field_is_not_passed_over) {
    BOOST_TEST(
        pra({{"Resent-From", "r@example.com, z@example.com"}, {"Sender", "s@example.com"}, from}) ==
        "none");
    BOOST_TEST(pra({{"Resent-Sender", "nobody"}, {"Resent-From", "r@example.com"}, from}) ==
               "none");
}

BOOST_AUTO_TEST_CASE(a_block_ends_at_a_trace_field_and_where_a_field_comes_again) {
    const std::pair<std::string, std::string> date{"Resent-Date", "x"};
    const std::pair<std::string, std::string> by{"Resent-From", "x"};
    BOOST_TEST(outline({from}).empty());
    BOOST_TEST(outline({date, by, from}) == "Date From |");
    BOOST_TEST(outline({date, {"Subject", "x"}, by}) == "Date From |");
    BOOST_TEST(outline({date, by, received, date, by}) == "Date From |Date From |");
    BOOST_TEST(outline({date, by, date, by}) == "Date From |Date From |");
    BOOST_TEST(outline({date, by, {"resent-from ", "y"}}) == "Date From |from  |");
    BOOST_TEST(outline({received, date, by}) == "Date From |");
}

BOOST_AUTO_TEST_SUITE_END()
