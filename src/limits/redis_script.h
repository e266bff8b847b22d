// The script (Lua) that counts in the server: one call judges and charges all charges of a call, at
// the server's time, and can be repeated without counting twice. It needs Redis 5, or Valkey.
#pragma once

#include <string>

namespace msa {

[[nodiscard]] const std::string& limit_script();
/// What EVALSHA takes.
[[nodiscard]] const std::string& limit_script_name();

}  // namespace msa
