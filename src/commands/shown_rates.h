// What message_rate has counted, for people.
#pragma once

#include "limits/rate_file.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct ShownRate {
    std::string whom;         // `login:alice`, `client:192.0.2.1`
    std::int64_t events = 1;  // so many
    std::chrono::seconds window{1};
    std::int64_t used = 0;
    std::chrono::system_clock::time_point empty_at{};
    std::chrono::system_clock::time_point next_at{};  // when one more is within it

    [[nodiscard]] std::int64_t left() const { return events - used; }
    /// As limits name theirs.
    [[nodiscard]] LimitUse use() const;
};

/// Absent: its key is of no message_rate, or nothing of it is left at `now`.
[[nodiscard]] std::optional<ShownRate> shown_rate(const KeptRate& rate,
                                                  std::chrono::system_clock::time_point now);

}  // namespace msa
