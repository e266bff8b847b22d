// A limit as a check: it reads what the store said to the charges of its stage.
#pragma once

#include "policy/check.h"
#include "policy/limit.h"

#include <memory>
#include <vector>

namespace msa {

/// The stages at which it asks.
[[nodiscard]] std::vector<Stage> stages_of(Counted counted);

[[nodiscard]] std::unique_ptr<const Check> make_limit_check(Limit limit);

}  // namespace msa
