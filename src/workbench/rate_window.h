// The arithmetic of message_rate, for bounds of what it may have counted: the generic cell rate
// algorithm, one instant a key. So many events may come at once, then one more each
// `window / events`.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace msa {

/// When the window of a key is empty again, with one more event now. Absent: that is one too many.
/// `empty_at`: when it would be without. Window and events must be above 0.
template <class Instant>
[[nodiscard]] std::optional<Instant> with_one_more(Instant empty_at, Instant now,
                                                   std::int64_t events,
                                                   typename Instant::duration window) {
    const auto then = std::max(empty_at, now) + window / events;
    return then - now > window / events * events ? std::nullopt : std::optional(then);
}

}  // namespace msa
