// One connection to a server of Redis: made, greeted and used within deadlines.
#pragma once

#include "base/result.h"
#include "base/socket_address.h"
#include "base/stream.h"
#include "crypto/tls_stream.h"
#include "limits/redis_reply.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Who asks, and how.
struct RedisAccess {
    std::string user{};  // empty: the one that is called default
    std::string password{};
    TlsStream::Trust trust{};  // null: no TLS
    unsigned database = 0;
    bool is_lenient = false;  // the server need not want the password, as Sentinels often do not
};

/// Where a server is, its name resolved.
struct RedisPlace {
    std::string name{};  // as its certificate has it
    SocketAddress address{};
};

class RedisConnection {
public:
    using Instant = Stream::Instant;
    using Words = std::vector<std::string_view>;

    /// With TLS, the password and the database done. Errors: nobody there, a certificate that is
    /// not trusted or of another host, what the server says.
    [[nodiscard]] static Result<std::unique_ptr<RedisConnection>> open(const RedisPlace& place,
                                                                       const RedisAccess& access,
                                                                       Instant deadline);

    /// Sends a command and waits for its reply, which may be an error of the server. After an error
    /// of ours it is not to be used again: what comes next would be the answer to something else.
    [[nodiscard]] Result<ServerReply> ask(const Words& words, Instant deadline);

    /// Sends one alone: its reply comes in its turn, and is not that of an ask().
    [[nodiscard]] Result<void> tell(const Words& words, Instant deadline) {
        return send(redis_words(words), deadline);
    }
    /// The next reply to what was told. Error: it was not there in time, and may still come, or the
    /// connection is of no use.
    [[nodiscard]] Result<ServerReply> reply(Instant deadline);

private:
    explicit RedisConnection(Stream stream) : stream_(std::move(stream)) {}

    [[nodiscard]] Result<void> greet(const RedisPlace& place, const RedisAccess& access,
                                     Instant deadline);
    [[nodiscard]] Result<void> must_be_ok(const Words& words, Instant deadline);
    [[nodiscard]] Result<void> send(std::string_view octets, Instant deadline);
    [[nodiscard]] Result<std::string> receive(Instant deadline);

    Stream stream_;
    std::optional<TlsStream> tls_;  // refers to stream_
    RedisReader reader_;
};

}  // namespace msa
