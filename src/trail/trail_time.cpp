// Instants, see trail_time.h.
#include "trail/trail_time.h"

#include "audit/timestamp.h"
#include "base/text.h"

#include <algorithm>
#include <chrono>

namespace msa {

namespace {

constexpr std::string_view time_form = "dddd-dd-ddTdd:dd:dd.ddddddZ";

bool has_form(std::string_view text, std::string_view form) {
    return text.size() == form.size() &&
           std::equal(text.begin(), text.end(), form.begin(), [](char c, char wanted) {
               return wanted == 'd' ? is_digit(c) : c == wanted;
           });
}

int number_at(std::string_view text, std::size_t at, std::size_t digits) {
    int number = 0;
    for (const char c : text.substr(at, digits)) {
        number = number * 10 + (c - '0');
    }
    return number;
}

}  // namespace

std::optional<std::int64_t> microseconds_of(std::string_view time) {
    using namespace std::chrono;
    if (!has_form(time, time_form)) {
        return std::nullopt;
    }
    const year_month_day date{year(number_at(time, 0, 4)),
                              month(static_cast<unsigned>(number_at(time, 5, 2))),
                              day(static_cast<unsigned>(number_at(time, 8, 2)))};
    const int hour = number_at(time, 11, 2);
    const int minute = number_at(time, 14, 2);
    const int second = number_at(time, 17, 2);
    if (!date.ok() || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    const auto instant = sys_days(date) + hours(hour) + minutes(minute) + seconds(second) +
                         microseconds(number_at(time, 20, 6));
    return duration_cast<microseconds>(instant.time_since_epoch()).count();
}

std::string trail_time(std::int64_t time) {
    using namespace std::chrono;
    return timestamp_of(sys_time<microseconds>(microseconds(time)));
}

}  // namespace msa
