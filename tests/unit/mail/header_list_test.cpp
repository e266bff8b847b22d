// The list of header fields.
#include "mail/header_list.h"

#include <string>

#include <boost/test/unit_test.hpp>

using msa::HeaderList;

namespace {

std::string outline(const HeaderList& header) {
    std::string text;
    for (const msa::HeaderField& field : header.fields()) {
        text += field.name + ":" + field.value + "#" + std::to_string(field.occurrence) + "|";
    }
    return text;
}

HeaderList two_from_and_to() {
    HeaderList header;
    header.receive("From", " a");
    header.receive("To", " b");
    header.receive("FROM", " c");
    return header;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(header_list_test)

BOOST_AUTO_TEST_CASE(names_compare_without_case_and_without_blanks_behind) {
    BOOST_TEST(msa::same_name("From", "fROM \t"));
    BOOST_TEST(msa::same_name("From ", "From"));
    BOOST_TEST(!msa::same_name("From", " From"));
    BOOST_TEST(!msa::same_name("From", "Fro m"));
    BOOST_TEST(!msa::same_name("From", "Resent-From"));
    BOOST_TEST(!msa::same_name("", "From"));
    BOOST_TEST(msa::same_name("", " \t"));
    BOOST_TEST(msa::same_name("\t ", " \t"));
}

BOOST_AUTO_TEST_CASE(received_fields_keep_their_octets_and_count_their_occurrence) {
    BOOST_TEST(outline(two_from_and_to()) == "From: a#1|To: b#1|FROM: c#2|");
}

BOOST_AUTO_TEST_CASE(a_name_with_a_blank_behind_counts_with_the_others) {
    HeaderList header;
    header.receive("From", " <first@example.net>");
    header.receive("From ", " <second@example.org>");
    BOOST_TEST(header.count("from") == 2U);
    BOOST_TEST(header.fields()[1].occurrence == 2U);
    BOOST_TEST(header.fields()[1].name == "From ");
}

BOOST_AUTO_TEST_CASE(the_nth_field_of_a_name_is_found) {
    const HeaderList header = two_from_and_to();
    BOOST_REQUIRE(header.find("from", 2) != nullptr);
    BOOST_TEST(header.find("from", 2)->value == " c");
    BOOST_TEST(header.find("from")->value == " a");
    BOOST_TEST(header.find("from", 3) == nullptr);
    BOOST_TEST(header.find("from", 0) == nullptr);
    BOOST_TEST(header.find("cc") == nullptr);
}

BOOST_AUTO_TEST_CASE(added_fields_were_not_received) {
    HeaderList header = two_from_and_to();
    header.append("Date", " now");
    header.prepend("Sender", " d");
    BOOST_TEST(outline(header) == "Sender: d#0|From: a#1|To: b#1|FROM: c#2|Date: now#0|");
}

BOOST_AUTO_TEST_CASE(a_replaced_received_field_keeps_its_occurrence) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.replace("From", 2, " x"));
    BOOST_TEST(outline(header) == "From: a#1|To: b#1|FROM: x#2|");
}

BOOST_AUTO_TEST_CASE(a_replaced_added_field_stays_an_added_one) {
    HeaderList header;
    header.append("Date", " now");
    BOOST_TEST(header.replace("Date", 1, " then"));
    BOOST_TEST(outline(header) == "Date: then#0|");
}

BOOST_AUTO_TEST_CASE(removing_leaves_the_occurrence_of_the_others) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.remove("From", 1));
    BOOST_TEST(outline(header) == "To: b#1|FROM: c#2|");
}

BOOST_AUTO_TEST_CASE(fields_that_are_not_there_are_neither_replaced_nor_removed) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(!header.replace("From", 3, " x"));
    BOOST_TEST(!header.replace("From", 0, " x"));
    BOOST_TEST(!header.remove("Cc", 1));
    BOOST_TEST(outline(header) == outline(two_from_and_to()));
}

BOOST_AUTO_TEST_CASE(all_fields_of_a_name_are_removed_and_counted) {
    HeaderList header = two_from_and_to();
    BOOST_TEST(header.remove_all("from") == 2U);
    BOOST_TEST(outline(header) == "To: b#1|");
    BOOST_TEST(header.remove_all("from") == 0U);
}

BOOST_AUTO_TEST_CASE(a_flood_of_fields_is_received_in_linear_time) {
    HeaderList header;
    for (int i = 0; i < 200'000; ++i) {
        header.receive(i % 2 == 0 ? "X-a" : "X-" + std::to_string(i), " ");
    }
    BOOST_TEST(header.fields()[199'998].occurrence == 100'000U);
}

BOOST_AUTO_TEST_SUITE_END()
