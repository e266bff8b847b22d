// One rate of which not everything that was counted is known: where its state may lie.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace msa {

struct RateLimit {
    std::int64_t events = 1;
    std::chrono::seconds window{1};

    auto operator<=>(const RateLimit&) const = default;
};

/// When the window of a key is empty again, between two instants; see workbench/rate_window.h.
class RateSpan {
public:
    using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

    /// Of a counter that has just begun.
    RateSpan() = default;

    /// Before `seen` anything may have been counted that nobody told of.
    void forget(Instant seen, const RateLimit& limit);
    /// One more event; absent: that it was within the limit, and counted, is as possible as not.
    [[nodiscard]] std::optional<bool> admit(Instant now, const RateLimit& limit);
    /// One more event, of which it is known whether it was within the limit.
    void note(Instant now, const RateLimit& limit, bool was_admitted);
    /// Perhaps one more event.
    void perhaps(Instant now, const RateLimit& limit);

private:
    Instant earliest_{};  // 1970: empty
    Instant latest_{};
};

}  // namespace msa
