// Every type of table.
#pragma once

#include "ownership/table_kind.h"

namespace msa {

/// In the order of the reference.
[[nodiscard]] const TableKinds& all_tables();

}  // namespace msa
