#include "limits/recent_events.h"

#include "submission/rate_window.h"

#include <algorithm>
#include <utility>

namespace msa {

RecentEvents::RecentEvents(Clock clock, std::size_t most_keys)
    : clock_(std::move(clock)), most_keys_(most_keys) {}

/// Forgets what no longer matters, but looks through all keys only when that can help.
bool RecentEvents::has_room(State& state, Instant now) const {
    if (state.rates.size() < most_keys_) {
        return true;
    }
    if (now < state.look_again) {
        return false;
    }
    std::erase_if(state.rates, [now](const auto& each) { return each.second.empty_at <= now; });
    state.look_again = Instant::max();
    for (const auto& each : state.rates) {
        state.look_again = std::min(state.look_again, each.second.empty_at);
    }
    return state.rates.size() < most_keys_;
}

Result<bool> RecentEvents::admit(std::string_view key, std::int64_t events,
                                 std::chrono::seconds window) {
    const auto now = clock_();
    return state_.with([&](State& state) -> Result<bool> {
        auto known = state.rates.find(std::string(key));
        if (known == state.rates.end()) {
            if (!has_room(state, now)) {
                return Error{"more than " + std::to_string(most_keys_) + " rates to remember"};
            }
            known = state.rates.emplace(key, Rate{now, window, false}).first;
        }
        auto& rate = known->second;
        const auto then = with_one_more(rate.empty_at, now, events, window);
        if (then) {
            rate.empty_at = *then;
            if (state.is_watched && !std::exchange(rate.is_changed, true)) {
                state.changed.push_back(known->first);
            }
        }
        return then.has_value();
    });
}

KeptRate RecentEvents::kept(const std::string& key, const Rate& rate, SystemTime now) const {
    return {.key = key,
            .empty_at =
                now + std::chrono::duration_cast<SystemTime::duration>(rate.empty_at - clock_()),
            .window = rate.window};
}

std::vector<KeptRate> RecentEvents::take_changes(SystemTime now) {
    return state_.with([&](State& state) {
        std::vector<KeptRate> changes;
        if (!std::exchange(state.is_watched, true)) {
            for (const auto& each : state.rates) {
                state.changed.push_back(each.first);
            }
        }
        for (const auto& key : std::exchange(state.changed, {})) {
            if (const auto known = state.rates.find(key); known != state.rates.end()) {
                known->second.is_changed = false;
                changes.push_back(kept(key, known->second, now));
            }
        }
        return changes;
    });
}

std::vector<KeptRate> RecentEvents::all(SystemTime now) {
    return state_.with([&](const State& state) {
        std::vector<KeptRate> rates;
        for (const auto& [key, rate] : state.rates) {
            rates.push_back(kept(key, rate, now));
        }
        return rates;
    });
}

std::size_t RecentEvents::forget(const std::function<bool(const std::string& key)>& is_meant) {
    const auto now = clock_();
    return state_.with([&](State& state) {
        std::size_t count = 0;
        for (auto& [key, rate] : state.rates) {
            if (rate.empty_at <= now || !is_meant(key)) {
                continue;
            }
            rate.empty_at = now;
            if (!std::exchange(rate.is_changed, true)) {
                state.changed.push_back(key);
            }
            ++count;
        }
        return count;
    });
}

void RecentEvents::restore(const std::vector<KeptRate>& rates, SystemTime now) {
    const auto steady = clock_();
    state_.with([&](State& state) {
        for (const auto& each : rates) {
            const auto left = std::min<SystemTime::duration>(each.empty_at - now, each.window);
            if (left <= SystemTime::duration::zero() || !has_room(state, steady)) {
                continue;
            }
            auto& rate =
                state.rates.try_emplace(each.key, Rate{steady, each.window, false}).first->second;
            rate.empty_at = std::max(rate.empty_at, steady + left);
        }
    });
}

}  // namespace msa
