// Where a suspended login may still send, as no rule refuses it there.
#pragma once

#include "policy/rule_sets.h"

#include <string>
#include <vector>

namespace msa {

/// Rule files in which account_state refuses nobody at `now`: it is off, only logs, or is
/// monitored.
[[nodiscard]] std::vector<std::string> suspension_gaps(const RuleSets& sets, const Moment& now);

}  // namespace msa
