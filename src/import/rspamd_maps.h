// Maps of rspamd: lists of keys and values in the settings, or in files.
#pragma once

#include "base/result.h"
#include "import/draft.h"
#include "import/opendkim_dataset.h"
#include "import/ucl.h"

namespace msa {

/// The entries of a map that is a list of texts, or a file of lines. Empty, with a remark, where it
/// is kept elsewhere. Errors name file and line.
[[nodiscard]] Result<Dataset> read_rspamd_map(const UclValue& map, std::string_view name,
                                              RuleDraft& draft);

}  // namespace msa
