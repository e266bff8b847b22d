// Rates in memory: they outlive a change of the rules and, kept by a RateKeeper, the daemon.
#pragma once

#include "base/guarded.h"
#include "limits/rate_file.h"
#include "submission/ports.h"

#include <chrono>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

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

    using SystemTime = std::chrono::system_clock::time_point;
    /// Those that changed since the last call, the first time all, as they are at `now`, this
    /// moment; or all. From the first call on there must be others: until then, changes are kept.
    [[nodiscard]] std::vector<KeptRate> take_changes(SystemTime now);
    [[nodiscard]] std::vector<KeptRate> all(SystemTime now);
    /// Begins again with those of which this is true; how many there were.
    std::size_t forget(const std::function<bool(const std::string& key)>& is_meant);
    /// Of a key that has been counted meanwhile, the later instant holds. No window is fuller than
    /// full, whatever clock the kept ones are from.
    void restore(const std::vector<KeptRate>& kept, SystemTime now);

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Rate {
        Instant empty_at;  // its window, again
        std::chrono::seconds window;
        bool is_changed;
    };
    struct State {
        std::unordered_map<std::string, Rate> rates;
        bool is_watched = false;  // somebody takes the changes, or else none is noted
        std::vector<std::string> changed;
        Instant look_again;  // before that, no key can be forgotten
    };
    [[nodiscard]] bool has_room(State& state, Instant now) const;
    [[nodiscard]] KeptRate kept(const std::string& key, const Rate& rate, SystemTime now) const;

    Clock clock_;
    std::size_t most_keys_;
    Guarded<State> state_;
};

}  // namespace msa
