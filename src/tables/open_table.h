// Makes tables of what the rule file says about them.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "tables/asked_table.h"

#include <memory>

namespace msa {

/// Tables of the types inline and file are read whole and do not change afterwards: a reload opens
/// them anew. Of the others a file must be there; a server is not asked before mail flows. Errors
/// name the table, behind it the setting that is at fault, if one is: "table x: query: ...".
[[nodiscard]] Result<std::shared_ptr<const AskedTable>> open_table(TableSettings settings);

}  // namespace msa
