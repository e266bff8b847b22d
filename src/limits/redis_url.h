// Where a server of Redis or Valkey is: `redis://HOST:PORT/DATABASE`, `rediss://...` for TLS,
// `unix:/PATH`.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

struct RedisUrl {
    std::string host{};  // name or address, without brackets; empty: `path`
    unsigned port = 6379;
    std::string path{};  // of a unix socket
    bool has_tls = false;
    unsigned database = 0;

    [[nodiscard]] bool operator==(const RedisUrl&) const = default;
    /// For people: `host:port` or the path.
    [[nodiscard]] std::string text() const;
};

/// Errors, bad_config: another form; a password in it, which everybody could read.
[[nodiscard]] Result<RedisUrl> parse_redis_url(std::string_view text);

/// `HOST:PORT` as servers name each other, the host perhaps empty; absent: it is not.
[[nodiscard]] Result<RedisUrl> parse_redis_node(std::string_view text);

}  // namespace msa
