// The built-in checks. Their order is the order of evaluation.
#pragma once

#include "policy/check_kind.h"

#include <string_view>
#include <vector>

namespace msa {

[[nodiscard]] const std::vector<CheckKind>& all_checks();

/// Null where there is none of that name.
[[nodiscard]] const CheckKind* find_check(std::string_view name);

}  // namespace msa
