// Instants in records, see timestamp.h.
#include "audit/timestamp.h"

namespace msa {

namespace {

template <class Number>
std::string digits(Number number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace

std::string timestamp(std::chrono::system_clock::time_point instant) {
    return timestamp_of(std::chrono::floor<std::chrono::microseconds>(instant));
}

std::string timestamp_of(std::chrono::sys_time<std::chrono::microseconds> instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    return digits(static_cast<int>(date.year()), 4) + '-' +
           digits(static_cast<unsigned>(date.month()), 2) + '-' +
           digits(static_cast<unsigned>(date.day()), 2) + 'T' + digits(time.hours().count(), 2) +
           ':' + digits(time.minutes().count(), 2) + ':' + digits(time.seconds().count(), 2) + '.' +
           digits(time.subseconds().count(), 6) + 'Z';
}

}  // namespace msa
