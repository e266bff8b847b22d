// Date of RFC 5322, 3.3.
#pragma once

#include <chrono>
#include <string>

namespace msa {

/// `Fri, 21 Nov 2025 12:00:00 +0100`: the instant as seen `utc_offset` east of UTC, English names
/// whatever the locale. Offsets beyond a day are not meaningful and are clamped to +-99:59.
[[nodiscard]] std::string format_date(std::chrono::system_clock::time_point instant,
                                      std::chrono::minutes utc_offset);

}  // namespace msa
