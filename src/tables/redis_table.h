// A table in a Redis or Valkey server: GET, HGET or SMEMBERS with the key in a place of its own.
// The protocol (RESP2) is spoken here: of its replies a look-up needs strings, nulls, lists and
// errors, and the blocking calls of client libraries know no deadline for a whole reply.
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A command as it goes over the wire.
[[nodiscard]] std::string redis_command(const std::vector<std::string>& words);

struct RedisReply {
    enum class Kind { status, string, list };
    Kind kind = Kind::string;
    std::vector<std::string> strings{};  // none: null, or an empty list

    [[nodiscard]] bool operator==(const RedisReply&) const = default;
};

/// What a server has said. Errors of the server and what is no reply are errors; absent: it is not
/// complete yet.
[[nodiscard]] Result<std::optional<RedisReply>> redis_reply(std::string_view received);

}  // namespace msa
