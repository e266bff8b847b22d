#include "base/instant.h"

#include <algorithm>
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

/// Whether what strptime() left is the end of an instant in UTC.
bool is_end(std::string_view rest, bool has_time) {
    if (!has_time) {
        return rest.empty();
    }
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        const auto digits = rest.find_first_not_of("0123456789");
        if (digits == 0) {
            return false;
        }
        rest.remove_prefix(std::min(digits, rest.size()));
    }
    return rest == "Z" || rest == "z";
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
        if (rest == nullptr || !is_end(rest, form.has_time)) {
            continue;
        }
        const std::tm typed = parsed;
        const auto seconds = ::timegm(&parsed);
        if (is_of_calendar(typed, seconds)) {
            return std::chrono::system_clock::from_time_t(seconds);
        }
    }
    return Error{"no date and time: write 2026-11-26 or 2026-11-26T19:30:00Z",
                 ErrorKind::bad_input};
}

}  // namespace msa
