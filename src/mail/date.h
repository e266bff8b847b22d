// Date of RFC 5322, 3.3.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// `Fri, 21 Nov 2025 12:00:00 +0100`: the instant as seen `utc_offset` east of UTC, English names
/// whatever the locale. Offsets beyond a day are not meaningful and are clamped to +-99:59.
[[nodiscard]] std::string format_date(std::chrono::system_clock::time_point instant,
                                      std::chrono::minutes utc_offset);

/// A Date field that tells an instant.
struct DateReading {
    bool conforms = false;  // written as RFC 5322, 3.3 asks, with the right day of the week
    std::string corrected;  // the same instant as it should have been written
    /// What a clock showed, as if in UTC, where no zone is named. In seconds: nanoseconds end in
    /// 2262.
    std::optional<std::chrono::sys_seconds> without_zone;
};

/// Reads what follows the colon: the form of RFC 5322, 3.3; its obsolete forms, with the meanings
/// that 4.3 gives them (a military or unknown zone is `-0000`); and of other forms that programs
/// write those with one meaning only: ISO 8601, RFC 850, asctime(), JavaScript's, one digit for an
/// hour, minute or second, fractions, AM and PM, months in full, `GMT+0100`, a missing zone
/// (`-0000`), a wrong or foreign name of the day. Years 1900 to 9999. Nothing: no instant can be
/// read.
[[nodiscard]] std::optional<DateReading> read_date(std::string_view field_body);

}  // namespace msa
