// Fields that other signers cover, as far as they are not covered here anyway.
#pragma once

#include "import/draft.h"

#include <string>

namespace msa {

/// Named once more than they occur. What no signature may cover here is a remark.
void add_oversigned(const std::string& name, const std::string& place, RuleDraft& draft);
/// Signed where they occur.
void add_signed(const std::string& name, const std::string& place, RuleDraft& draft);

}  // namespace msa
