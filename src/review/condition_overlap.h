// How the conditions of a rule file stand to each other: whether one holds wherever another does,
// or never together with it. What a table knows is not asked.
#pragma once

#include "ownership/groups.h"
#include "policy/condition.h"

#include <set>
#include <string>
#include <vector>

namespace msa {

/// Whether `wide` certainly holds for everybody for whom `narrow` does.
[[nodiscard]] bool covers(const Condition& wide, const Condition& narrow, const Groups& groups);

/// Whether the condition of a rule and that of an exception to it certainly never hold together.
[[nodiscard]] bool are_apart(const Condition& rule, const Condition& exception,
                             const Groups& groups);

/// Whom logins and groups stand for, in canonical form. False: a table knows more of them.
[[nodiscard]] bool collect_members(const std::vector<std::string>& entries, const Groups& groups,
                                   std::set<std::string>& members);

}  // namespace msa
