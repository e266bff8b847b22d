// Random numbers.
#include "system/random.h"

#include <set>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(random_test)

BOOST_AUTO_TEST_CASE(as_many_octets_as_asked_for_come_in_lower_case_hexadecimal) {
    msa::SystemRandom random;
    for (const std::size_t octets : {0U, 1U, 8U, 64U, 65U, 1000U}) {
        const auto text = random.hex(octets);
        BOOST_TEST(text.size() == 2 * octets);
        BOOST_TEST(text.find_first_not_of("0123456789abcdef") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(no_two_are_alike) {
    msa::SystemRandom random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        seen.insert(random.hex(8));
    }
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
