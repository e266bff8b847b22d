// Waiting for a descriptor, no longer than a deadline.
#pragma once

#include "base/result.h"

#include <chrono>

namespace msa {

/// `events` as poll(2) has them. Errors: "no answer in time", or what the system says.
[[nodiscard]] Result<void> wait_ready(int descriptor, short events,
                                      std::chrono::steady_clock::time_point deadline);

}  // namespace msa
