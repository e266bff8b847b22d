// What a server is told without waiting for its replies: over a connection of its own, on which
// they come later, in the order of what was told.
#pragma once

#include "base/guarded.h"
#include "limits/redis_connection.h"

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace msa {

class RedisTeller {
public:
    using Instant = RedisConnection::Instant;
    using Words = RedisConnection::Words;
    /// Called once, by whoever reads the reply. Absent: nobody knows whether the server heard it.
    using Heard = std::function<void(const std::optional<ServerReply>& reply)>;

    RedisTeller() = default;
    RedisTeller(const RedisTeller&) = delete;
    RedisTeller& operator=(const RedisTeller&) = delete;
    /// Of what is unanswered, nobody knows.
    ~RedisTeller();

    /// Waits for nothing. False: the server was not told, and `heard` is not called.
    [[nodiscard]] bool tell(const Words& words, Heard heard);
    /// Somebody had something to tell, and there was no connection.
    [[nodiscard]] bool wants_connection() const;
    void take(std::unique_ptr<RedisConnection> connection);
    /// Takes the replies that have come; gives a connection up whose reply is too late.
    void look_after();
    /// Waits for all replies, at most until then and never longer than a server may take; of the
    /// others, nobody knows.
    void settle(Instant deadline);

private:
    struct Owed {
        Heard heard;
        Instant since;
    };
    struct State {
        std::unique_ptr<RedisConnection> connection{};
        std::deque<Owed> owed{};
        bool is_wanted = false;
    };

    static void take_replies(State& state, Instant deadline);
    static void give_up(State& state);

    Guarded<State> state_;
};

}  // namespace msa
