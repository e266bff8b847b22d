// The settings of rspamd's module dkim_signing: which keys sign for which domains.
#pragma once

#include "base/result.h"
#include "import/draft.h"

#include <string>

namespace msa {

/// `file` holds the section dkim_signing, or what stands in it, as local.d/dkim_signing.conf does
/// and `rspamadm configdump dkim_signing` prints it. Reads the maps that it names, and looks into
/// the folder of keys. Errors name file and line.
[[nodiscard]] Result<void> import_rspamd(const std::string& file, RuleDraft& draft);

}  // namespace msa
