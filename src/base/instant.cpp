#include "base/instant.h"

#include "base/text.h"

#include <array>
#include <ctime>

namespace msa {
namespace {

/// strptime() forgives a day that the month does not have, and timegm() makes another one of it. A
/// clock in nanoseconds ends in 2262.
bool is_of_calendar(std::tm parsed, std::time_t seconds) {
    constexpr int last_year = 2261 - 1900;
    std::tm again{};
    return parsed.tm_year >= 0 && parsed.tm_year <= last_year &&
           ::gmtime_r(&seconds, &again) != nullptr && again.tm_mday == parsed.tm_mday &&
           again.tm_mon == parsed.tm_mon && again.tm_year == parsed.tm_year;
}

/// Behind a point, to the microsecond; taken off the front.
std::chrono::microseconds take_fraction(std::string_view& rest) {
    std::chrono::microseconds fraction(0);
    if (rest.size() < 2 || rest[0] != '.' || !is_digit(rest[1])) {
        return fraction;
    }
    rest.remove_prefix(1);
    for (int unit = 100'000; !rest.empty() && is_digit(rest.front()); unit /= 10) {
        fraction += std::chrono::microseconds(unit * (rest.front() - '0'));
        rest.remove_prefix(1);
    }
    return fraction;
}

}  // namespace

Result<std::chrono::system_clock::time_point> parse_instant(const std::string& text) {
    struct Form {
        const char* format;
        bool has_time;
    };
    constexpr std::array forms{Form{"%Y-%m-%dT%H:%M:%S", true}, Form{"%Y-%m-%dT%H:%M", true},
                               Form{"%Y-%m-%d", false}};
    for (const auto& form : forms) {
        std::tm parsed{};
        const char* rest = ::strptime(text.c_str(), form.format, &parsed);
        if (rest == nullptr) {
            continue;
        }
        std::string_view end = rest;
        const auto fraction = form.has_time ? take_fraction(end) : std::chrono::microseconds(0);
        if (form.has_time ? end != "Z" && end != "z" : !end.empty()) {
            continue;
        }
        const std::tm typed = parsed;
        const auto seconds = ::timegm(&parsed);
        if (is_of_calendar(typed, seconds)) {
            return std::chrono::system_clock::from_time_t(seconds) + fraction;
        }
    }
    return Error{"not a date and time: write 2026-11-26 or 2026-11-26T19:30:00Z",
                 ErrorKind::bad_input};
}

}  // namespace msa
