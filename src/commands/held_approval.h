// Whether a held message may be released, as the rules in force have it.
#pragma once

#include "inquiry/held_records.h"
#include "policy/rule_sets.h"

#include <string>

namespace msa {

/// Why not; empty: it may. `approver`: a login, or empty. Each rule that held the message and has
/// `approve` must mean the approver, who is not its author. Rules that are not in force any more
/// demand nothing.
[[nodiscard]] std::string objection_to_release(const HeldRecord& held, const std::string& approver,
                                               const RuleSets& sets);

}  // namespace msa
