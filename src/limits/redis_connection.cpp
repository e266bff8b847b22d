// Connections to Redis, see redis_connection.h.
#include "limits/redis_connection.h"

#include "base/text.h"

namespace msa {

Result<std::unique_ptr<RedisConnection>> RedisConnection::open(const RedisPlace& place,
                                                               const RedisAccess& access,
                                                               Instant deadline) {
    auto stream = Stream::connect(place.address, deadline);
    if (!stream) {
        return stream.error();
    }
    std::unique_ptr<RedisConnection> made(new RedisConnection(*std::move(stream)));
    if (const auto greeted = made->greet(place, access, deadline); !greeted) {
        return greeted.error();
    }
    return made;
}

Result<void> RedisConnection::greet(const RedisPlace& place, const RedisAccess& access,
                                    Instant deadline) {
    if (access.trust != nullptr) {
        auto begun = TlsStream::begin(stream_, place.name, access.trust, deadline);
        if (!begun) {
            return within("TLS", begun.error());
        }
        if (!begun->facts().certificate_trouble.empty()) {
            return Error{"TLS: " + begun->facts().certificate_trouble};
        }
        tls_.emplace(*std::move(begun));
    }
    if (!access.password.empty()) {
        const auto done = access.user.empty()
                              ? must_be_ok({"AUTH", access.password}, deadline)
                              : must_be_ok({"AUTH", access.user, access.password}, deadline);
        if (!done && !access.is_lenient) {
            return done;
        }
    }
    if (access.password.empty()) {  // of our long calls a server would only say that they are long
        const auto reply = ask({"PING"}, deadline);
        if (!reply || reply->is_error("NOAUTH")) {
            return reply ? Error{printable(reply->text)} : reply.error();
        }
    }
    if (access.database != 0) {
        return must_be_ok({"SELECT", std::to_string(access.database)}, deadline);
    }
    return {};
}

Result<void> RedisConnection::must_be_ok(const Words& words, Instant deadline) {
    const auto reply = ask(words, deadline);
    if (!reply) {
        return within(words.front(), reply.error());
    }
    return reply->kind == ServerReply::Kind::status
               ? Result<void>()
               : Error{std::string(words.front()) + ": " + printable(reply->text)};
}

Result<void> RedisConnection::send(std::string_view octets, Instant deadline) {
    return tls_ ? tls_->send(octets, deadline) : stream_.send(octets, deadline);
}

Result<std::string> RedisConnection::receive(Instant deadline) {
    constexpr std::size_t piece = 2048;
    return tls_ ? tls_->receive(piece, deadline) : stream_.receive(piece, deadline);
}

Result<ServerReply> RedisConnection::ask(const Words& words, Instant deadline) {
    if (auto sent = send(redis_words(words), deadline); !sent) {
        return sent.error();
    }
    auto next = reply(deadline);
    return !next || reader_.is_empty() ? std::move(next) : Error{"more than one reply"};
}

Result<ServerReply> RedisConnection::reply(Instant deadline) {
    for (;;) {
        auto next = reader_.next();
        if (!next) {
            return next.error();
        }
        if (*next) {
            return **std::move(next);
        }
        const auto octets = receive(deadline);
        if (!octets) {
            return octets.error();
        }
        if (auto added = reader_.add(*octets); !added) {
            return added.error();
        }
    }
}

}  // namespace msa
