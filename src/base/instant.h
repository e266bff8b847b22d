// Instants as people type them.
#pragma once

#include "base/result.h"

#include <chrono>
#include <string>

namespace msa {

/// `2026-11-26` (the beginning of that day), `2026-11-26T19:30:00Z` (RFC 3339 in UTC; the seconds
/// may have a fraction, and may be left out), all in UTC. Error, bad_input: none of these.
[[nodiscard]] Result<std::chrono::system_clock::time_point> parse_instant(const std::string& text);

}  // namespace msa
