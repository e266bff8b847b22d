// Dates, see date.h. Written by hand because strftime asks the locale.
#include "mail/date.h"

#include "mail/date_names.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace msa {

namespace {

std::string padded(long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string zone(std::chrono::minutes offset) {
    const auto minutes = std::abs(offset.count());
    return (offset.count() < 0 ? "-" : "+") + padded(minutes / 60, 2) + padded(minutes % 60, 2);
}

}  // namespace

std::string format_date(std::chrono::system_clock::time_point instant,
                        std::chrono::minutes utc_offset) {
    using namespace std::chrono_literals;
    // The zone is four digits (RFC 5322, 3.3).
    const auto offset = std::clamp<std::chrono::minutes>(utc_offset, -(99h + 59min), 99h + 59min);
    const auto local = std::chrono::floor<std::chrono::seconds>(instant + offset);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(local - day);
    const unsigned weekday = std::chrono::weekday(day).c_encoding();
    const unsigned month = static_cast<unsigned>(date.month());
    std::string text(day_names.at(weekday));
    text += ", " + std::to_string(static_cast<unsigned>(date.day())) + " ";
    text += month_names.at(month - 1);
    text += " " + padded(static_cast<int>(date.year()), 4);
    text += " " + padded(time.hours().count(), 2) + ":" + padded(time.minutes().count(), 2) + ":" +
            padded(time.seconds().count(), 2);
    return text + " " + zone(offset);
}

}  // namespace msa
