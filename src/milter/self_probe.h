// Whether this daemon answers its MTA, seen from outside: what a watchdog is fed with.
#pragma once

#include "base/result.h"

#include <chrono>
#include <string_view>

namespace msa {

/// Connects to the socket as an MTA does, negotiates, and leaves. Errors: what did not come about
/// within `patience`.
[[nodiscard]] Result<void> probe(std::string_view socket, std::chrono::milliseconds patience);

}  // namespace msa
