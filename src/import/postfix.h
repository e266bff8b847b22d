// main.cf(5) and master.cf(5): who owns which sender address on the submission services.
#pragma once

#include "base/result.h"
#include "import/draft.h"

#include <string>

namespace msa {

/// `service`: the entry of master.cf that users submit to, `submission/inet`; empty: all where they
/// can. Errors name file and line.
[[nodiscard]] Result<void> import_postfix(const std::string& folder, const std::string& service,
                                          RuleDraft& draft);

}  // namespace msa
