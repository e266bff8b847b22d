// opendkim.conf(5): which keys sign for which domains, and which fields.
#pragma once

#include "base/result.h"
#include "import/draft.h"

#include <string>

namespace msa {

/// Reads the file and all that it names. Errors name file and line.
[[nodiscard]] Result<void> import_opendkim(const std::string& file, RuleDraft& draft);

}  // namespace msa
