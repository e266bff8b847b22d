// Waiting for a descriptor, no longer than a deadline.
#pragma once

#include "base/result.h"
#include "policy/dns.h"

namespace msa {

/// `events` as poll(2) has them. Errors: "no answer in time", or what the system says.
[[nodiscard]] Result<void> wait_ready(int descriptor, short events, Deadline deadline);

}  // namespace msa
