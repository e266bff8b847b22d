// Address lists that are read once.
#include "submission/address_readings.h"

#include <boost/test/unit_test.hpp>

namespace {

std::size_t count(const msa::Result<msa::Mailboxes>& mailboxes) {
    return mailboxes.value().size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(address_readings_test)

BOOST_AUTO_TEST_CASE(a_list_is_read_once_and_stays_where_it_is) {
    const msa::AddressReadings readings;
    const auto& first = readings.of(" a@example.org");
    const auto& other = readings.of(" b@example.org, c@example.org");
    BOOST_TEST(&readings.of(" a@example.org") == &first);
    BOOST_TEST(count(first.mailboxes()) == 1U);
    BOOST_TEST(count(other.mailboxes()) == 2U);
}

BOOST_AUTO_TEST_CASE(members_of_groups_are_mailboxes_in_their_place) {
    const msa::AddressReadings readings;
    const auto& reading = readings.of(" a@example.org, g: b@example.org, c@example.org;, d@x.org");
    BOOST_TEST_REQUIRE(count(reading.mailboxes()) == 4U);
    BOOST_TEST(reading.mailboxes()->back()->address.domain == "x.org");
    BOOST_TEST(reading.mailboxes()->front() == &std::get<msa::Mailbox>(reading.list()->front()));
    BOOST_TEST(!reading.mailboxes_without_groups().has_value());
    BOOST_TEST(count(readings.of(" a@example.org").mailboxes_without_groups()) == 1U);
}

BOOST_AUTO_TEST_CASE(an_empty_group_is_a_group) {
    const msa::AddressReadings readings;
    BOOST_TEST(count(readings.of(" g:;").mailboxes()) == 0U);
    BOOST_TEST(!readings.of(" g:;").mailboxes_without_groups().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_list_is_kept_too) {
    const msa::AddressReadings readings;
    BOOST_TEST(!readings.of(" a@").list().has_value());
    BOOST_TEST(readings.of(" a@").mailboxes().error().what ==
               msa::parse_address_list(" a@").error().what);
    BOOST_TEST(!readings.of(" a@").mailboxes_without_groups().has_value());
}

BOOST_AUTO_TEST_CASE(one_mailbox_is_what_the_parser_of_one_takes) {
    const msa::AddressReadings readings;
    BOOST_TEST(readings.mailbox_of(" A <a@example.org>").value()->display_name == "A");
    for (const char* text : {"", " a@", " a@example.org, b@example.org", " g:;", " g: a@x.org;"}) {
        BOOST_TEST(readings.mailbox_of(text).error().what == msa::parse_mailbox(text).error().what,
                   text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
