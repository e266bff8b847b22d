// Rates in memory: they begin anew with the daemon, and outlive a change of the rules.
#pragma once

#include "base/guarded.h"
#include "policy/ports.h"

#include <chrono>
#include <functional>
#include <string>
#include <unordered_map>

namespace msa {

/// The generic cell rate algorithm, one instant a key: `events` may come at once, then one more
/// each `window / events`. Keys whose window has run empty are forgotten where room is needed.
class RecentEvents final : public RateCounter {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;

    /// `clock` must never go backwards. With `most_keys` keys in use, further ones are an error.
    RecentEvents(Clock clock, std::size_t most_keys);

    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override;

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct State {
        std::unordered_map<std::string, Instant> empty_at;  // key -> when its window is empty again
        Instant look_again;                                 // before that, no key can be forgotten
    };
    [[nodiscard]] bool has_room(State& state, Instant now) const;

    Clock clock_;
    std::size_t most_keys_;
    Guarded<State> state_;
};

}  // namespace msa
