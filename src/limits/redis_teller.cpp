// Telling without waiting, see redis_teller.h.
#include "limits/redis_teller.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace msa {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t most_owed = 1000;
constexpr milliseconds patience{1000};      // with one reply
constexpr milliseconds to_hand_it_over{2};  // to the system, whose buffer is full otherwise

}  // namespace

RedisTeller::~RedisTeller() {
    try {
        state_.with([](State& state) { give_up(state); });
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): of memory; nobody hears
    }
}

void RedisTeller::take_replies(State& state, Instant deadline) {
    while (state.connection != nullptr && !state.owed.empty()) {
        auto reply = state.connection->reply(deadline);
        if (!reply) {
            return;  // it is not there yet, or never comes: that is for look_after()
        }
        const auto first = std::move(state.owed.front());
        state.owed.pop_front();
        first.heard(*std::move(reply));
    }
}

void RedisTeller::give_up(State& state) {
    state.connection.reset();
    while (!state.owed.empty()) {
        const auto first = std::move(state.owed.front());
        state.owed.pop_front();
        first.heard(std::nullopt);
    }
}

bool RedisTeller::tell(const Words& words, Heard heard) {
    return state_.with([&](State& state) {
        const auto now = steady_clock::now();
        take_replies(state, now);
        state.is_wanted = true;
        if (state.connection == nullptr || state.owed.size() >= most_owed) {
            return false;
        }
        if (!state.connection->tell(words, now + to_hand_it_over)) {
            give_up(state);  // half of it may have been sent
            return false;
        }
        state.owed.push_back({std::move(heard), now});
        return true;
    });
}

bool RedisTeller::wants_connection() const {
    return state_.with(
        [](const State& state) { return state.is_wanted && state.connection == nullptr; });
}

void RedisTeller::take(std::unique_ptr<RedisConnection> connection) {
    state_.with([&connection](State& state) {
        give_up(state);
        state.connection = std::move(connection);
    });
}

void RedisTeller::look_after() {
    state_.with([](State& state) {
        const auto now = steady_clock::now();
        take_replies(state, now);
        if (!state.owed.empty() && now - state.owed.front().since > patience) {
            give_up(state);
        }
    });
}

void RedisTeller::settle(Instant deadline) {
    state_.with([deadline](State& state) {
        if (state.owed.empty()) {
            return;
        }
        take_replies(state, std::min(deadline, state.owed.back().since + patience));
        if (!state.owed.empty()) {
            give_up(state);
        }
    });
}

}  // namespace msa
