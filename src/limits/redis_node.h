// One server of Redis: its idle connections, and whether it is left alone.
#pragma once

#include "base/guarded.h"
#include "limits/breaker.h"
#include "limits/redis_connection.h"
#include "limits/redis_teller.h"
#include "limits/redis_url.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// Why there is no reply.
struct RedisFailure {
    Error error;
    bool is_unknown = false;  // the server may have done what it was asked for
};

/// A reply, which may be an error of the server, or why there is none.
struct RedisOutcome {
    std::optional<ServerReply> reply{};
    RedisFailure failure{};  // where there is no reply
};

class RedisNode {
public:
    using Instant = RedisConnection::Instant;
    using Words = RedisConnection::Words;

    /// `access` must outlive it. A host that is a name has no address until resolve().
    RedisNode(RedisUrl url, const RedisAccess& access);

    [[nodiscard]] const RedisUrl& url() const { return url_; }
    [[nodiscard]] Breaker& breaker() { return breaker_; }

    /// Asks DNS or the hosts file, with their patience. What was known before stays on failure.
    void resolve();
    [[nodiscard]] bool has_address() const;

    /// `words` may be asked twice: where a connection that was idle turns out to be closed.
    /// `is_asking`: about a slot that moves here (ASK).
    [[nodiscard]] RedisOutcome ask(const Words& words, Instant deadline, bool is_asking = false);
    /// The same over a connection of its own.
    [[nodiscard]] RedisOutcome ask_anew(const Words& words, Instant deadline,
                                        bool is_asking = false);

    /// What nobody waits for. Its connection is made by connect_teller(), which may wait that long.
    [[nodiscard]] RedisTeller& teller() { return teller_; }
    void connect_teller(Instant deadline);

private:
    [[nodiscard]] Result<std::unique_ptr<RedisConnection>> connect(Instant deadline) const;
    [[nodiscard]] RedisOutcome ask_over(std::unique_ptr<RedisConnection> connection,
                                        const Words& words, Instant deadline, bool is_asking);

    RedisUrl url_;
    const RedisAccess& access_;
    Guarded<std::optional<SocketAddress>> address_;
    Guarded<std::vector<std::unique_ptr<RedisConnection>>> idle_;
    Breaker breaker_;
    RedisTeller teller_;
};

}  // namespace msa
