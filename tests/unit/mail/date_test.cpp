// Date fields.
#include "mail/date.h"

#include <chrono>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

constexpr auto instant(std::chrono::year_month_day day, std::chrono::seconds time) {
    return std::chrono::system_clock::time_point(std::chrono::sys_days(day) + time);
}

constexpr auto friday = std::chrono::year(2025) / 11 / 21;

}  // namespace

BOOST_AUTO_TEST_SUITE(date_test)

BOOST_AUTO_TEST_CASE(a_date_is_written_as_seen_at_the_offset) {
    BOOST_TEST(msa::format_date(instant(friday, 11h), 60min) == "Fri, 21 Nov 2025 12:00:00 +0100");
    BOOST_TEST(msa::format_date(instant(friday, 0s), 0min) == "Fri, 21 Nov 2025 00:00:00 +0000");
}

BOOST_AUTO_TEST_CASE(the_offset_may_change_the_day_and_the_year) {
    const auto new_year = std::chrono::year(2026) / 1 / 1;
    BOOST_TEST(msa::format_date(instant(new_year, 30min + 5s), -90min) ==
               "Wed, 31 Dec 2025 23:00:05 -0130");
}

BOOST_AUTO_TEST_CASE(an_offset_west_of_less_than_an_hour_keeps_its_sign) {
    BOOST_TEST(msa::format_date(instant(friday, 1h), -30min) == "Fri, 21 Nov 2025 00:30:00 -0030");
}

BOOST_AUTO_TEST_CASE(a_day_of_one_digit_is_written_with_one) {
    BOOST_TEST(msa::format_date(instant(std::chrono::year(2024) / 2 / 1, 9h), 0min) ==
               "Thu, 1 Feb 2024 09:00:00 +0000");
}

BOOST_AUTO_TEST_CASE(instants_before_1970_round_downwards) {
    BOOST_TEST(msa::format_date(std::chrono::system_clock::time_point(-1ms), 0min) ==
               "Wed, 31 Dec 1969 23:59:59 +0000");
}

BOOST_AUTO_TEST_CASE(meaningless_offsets_are_clamped_to_four_digits) {
    BOOST_TEST(msa::format_date(instant(friday, 12h), 6000min) ==
               "Tue, 25 Nov 2025 15:59:00 +9959");
    BOOST_TEST(msa::format_date(instant(friday, 12h), std::chrono::minutes::min()) ==
               "Mon, 17 Nov 2025 08:01:00 -9959");
}

BOOST_AUTO_TEST_SUITE_END()
