// What the rule file loader reaches tables, keys and files through: the real ones.
#pragma once

#include "config/rule_file.h"

namespace msa {

/// Largest file of settings or rules that is read, in octets.
inline constexpr std::size_t max_config_file = 16U << 20U;

[[nodiscard]] RuleServices rule_services();

}  // namespace msa
