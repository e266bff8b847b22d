#include "limits/recent_events.h"

#include "policy/rate_window.h"

#include <algorithm>
#include <utility>

namespace msa {

RecentEvents::RecentEvents(Clock clock, std::size_t most_keys)
    : clock_(std::move(clock)), most_keys_(most_keys) {}

/// Forgets what no longer matters, but looks through all keys only when that can help.
bool RecentEvents::has_room(State& state, Instant now) const {
    if (state.empty_at.size() < most_keys_) {
        return true;
    }
    if (now < state.look_again) {
        return false;
    }
    std::erase_if(state.empty_at, [now](const auto& each) { return each.second <= now; });
    state.look_again = Instant::max();
    for (const auto& each : state.empty_at) {
        state.look_again = std::min(state.look_again, each.second);
    }
    return state.empty_at.size() < most_keys_;
}

Result<bool> RecentEvents::admit(std::string_view key, std::int64_t events,
                                 std::chrono::seconds window) {
    const auto now = clock_();
    return state_.with([&](State& state) -> Result<bool> {
        auto known = state.empty_at.find(std::string(key));
        if (known == state.empty_at.end()) {
            if (!has_room(state, now)) {
                return Error{"more than " + std::to_string(most_keys_) + " rates to remember"};
            }
            known = state.empty_at.emplace(key, now).first;
        }
        const auto then = with_one_more(known->second, now, events, window);
        if (then) {
            known->second = *then;
        }
        return then.has_value();
    });
}

}  // namespace msa
