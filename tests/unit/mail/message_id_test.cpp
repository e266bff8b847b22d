// Message-IDs.
#include "mail/message_id.h"

#include "mail/address.h"

#include <chrono>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(message_id_test)

BOOST_AUTO_TEST_CASE(an_id_has_time_random_and_host) {
    const std::chrono::system_clock::time_point instant(1'763'722'800s + 999ms);
    BOOST_TEST(msa::make_message_id(instant, "00c0ffee00c0ffee", "mx.example.com") ==
               "<1763722800.00c0ffee00c0ffee@mx.example.com>");
}

BOOST_AUTO_TEST_CASE(an_id_is_a_dot_atom_on_both_sides) {
    BOOST_TEST(msa::parse_mailbox(msa::make_message_id({}, "0", "mx.example.com")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
