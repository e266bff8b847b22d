// What follows from a finding by the rule, and an exception from it.
#pragma once

#include "policy/rule_set.h"

namespace msa {

/// What shall follow, whether or not it can. `exception`: null where none holds.
[[nodiscard]] Action wanted_action(const Rule& rule, const Finding& finding,
                                   const Exception* exception);

[[nodiscard]] bool refuses(Action action);

/// What the client is told where the finding refuses.
[[nodiscard]] Reply reply_for(const Rule& rule, const Finding& finding, Action action);

}  // namespace msa
