// Instants in records.
#pragma once

#include <chrono>
#include <string>

namespace msa {

/// RFC 3339 in UTC with microseconds, cut, not rounded: `2026-11-21T19:31:22.104211Z`.
[[nodiscard]] std::string timestamp(std::chrono::system_clock::time_point instant);
/// Of any year of four digits; nanoseconds end in 2262.
[[nodiscard]] std::string timestamp_of(std::chrono::sys_time<std::chrono::microseconds> instant);

}  // namespace msa
