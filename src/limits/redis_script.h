// Scripts (Lua) that run in the server, and what EVALSHA calls them.
#pragma once

#include <string>

namespace msa {

struct RedisScript {
    std::string text;
    std::string name;  // what EVALSHA takes
};

/// Counts: one call judges and charges all charges of a call, at the server's time, and can be
/// repeated without counting twice. It needs Redis 5, or Valkey.
[[nodiscard]] const RedisScript& limit_script();

}  // namespace msa
