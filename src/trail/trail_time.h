// Instants of a trail: microseconds since 1970 in UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// `2026-11-21T19:31:22.104211Z`. Absent: not exactly that form.
[[nodiscard]] std::optional<std::int64_t> microseconds_of(std::string_view time);

/// Back again.
[[nodiscard]] std::string trail_time(std::int64_t time);

}  // namespace msa
