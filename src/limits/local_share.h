// What one of several hosts may let through by itself, while none of them knows what the others do.
#pragma once

#include "submission/limit_store.h"

#include <vector>

namespace msa {

/// The same charges against a part of each limit: 1 of `hosts` (at least 1), but never nothing.
[[nodiscard]] std::vector<Charge> local_shares(std::vector<Charge> charges, std::int64_t hosts);

}  // namespace msa
