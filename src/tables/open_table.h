// Makes tables of what the rule file says about them.
#pragma once

#include "base/result.h"
#include "policy/ports.h"
#include "policy/table_settings.h"

#include <memory>

namespace msa {

/// A table is read whole and does not change afterwards: a reload opens it anew. Errors name the
/// table.
[[nodiscard]] Result<std::shared_ptr<const Table>> open_table(const TableSettings& settings);

}  // namespace msa
