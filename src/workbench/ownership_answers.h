// Questions about ownership, asked of the owners of a rule set.
#pragma once

#include "config/test_file.h"
#include "policy/rule_set.h"
#include "workbench/coverage.h"

#include <string>
#include <vector>

namespace msa {

/// What differs from what the test expects; rights that were found count for `coverage`.
[[nodiscard]] std::vector<std::string> differences(const OwnershipTest& test, const RuleSet& rules,
                                                   const Moment& now, Coverage& coverage);

/// Its title, or what it is about.
[[nodiscard]] std::string title_of(const OwnershipTest& test);

}  // namespace msa
