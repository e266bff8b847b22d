// The header fields that hold addresses.
#include "checks/address_fields.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

namespace {

const msa::AddressField& field(std::string_view name) {
    const auto& fields = msa::address_fields();
    return *std::find_if(fields.begin(), fields.end(),
                         [name](const auto& each) { return each.name == name; });
}

std::string mailboxes(std::string_view name, std::string_view value) {
    const msa::AddressReadings readings;
    const auto found = msa::mailboxes_of(readings, field(name), value);
    if (!found) {
        return "error";
    }
    std::string text;
    for (const auto* mailbox : *found) {
        text += to_text(mailbox->address) + ' ';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address_fields_test)

BOOST_AUTO_TEST_CASE(names_compare_without_case_and_blanks_behind) {
    BOOST_TEST(msa::is_address_field("FROM"));
    BOOST_TEST(msa::is_address_field("resent-bcc \t"));
    BOOST_TEST(!msa::is_address_field("Subject"));
    BOOST_TEST(!msa::is_address_field("Froma"));
}

BOOST_AUTO_TEST_CASE(members_of_groups_count_as_mailboxes) {
    BOOST_TEST(mailboxes("To", " a@example.org, g: b@example.org, c@example.org;") ==
               "a@example.org b@example.org c@example.org ");
    BOOST_TEST(mailboxes("To", " undisclosed-recipients:;").empty());
}

BOOST_AUTO_TEST_CASE(only_fields_that_say_who_sends_must_not_be_empty) {
    BOOST_TEST(mailboxes("Bcc", " \n\t").empty());
    BOOST_TEST(mailboxes("Resent-Bcc", "").empty());
    BOOST_TEST(mailboxes("To", " ").empty());
    BOOST_TEST(mailboxes("Sender", " ") == "error");
    BOOST_TEST(mailboxes("From", "") == "error");
}

BOOST_AUTO_TEST_CASE(sender_is_one_mailbox) {
    BOOST_TEST(mailboxes("Sender", " a@example.org") == "a@example.org ");
    BOOST_TEST(mailboxes("Sender", " a@example.org, b@example.org") == "error");
    BOOST_TEST(mailboxes("Resent-Sender", " g: a@example.org;") == "error");
}

BOOST_AUTO_TEST_SUITE_END()
