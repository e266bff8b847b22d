// Address lists that are read once.
#include "policy/address_readings.h"

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(address_readings_test)

BOOST_AUTO_TEST_CASE(a_list_is_read_once_and_stays_where_it_is) {
    const msa::AddressReadings readings;
    const auto& first = readings.of(" a@example.org");
    const auto& other = readings.of(" b@example.org, c@example.org");
    BOOST_TEST(&readings.of(" a@example.org") == &first);
    BOOST_TEST(first->size() == 1U);
    BOOST_TEST(other->size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_list_is_kept_too) {
    const msa::AddressReadings readings;
    BOOST_TEST(!readings.of(" a@").has_value());
    BOOST_TEST(readings.of(" a@").error().what == msa::parse_address_list(" a@").error().what);
}

BOOST_AUTO_TEST_SUITE_END()
