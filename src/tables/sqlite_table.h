// A query to an SQLite database, with the key as its bound parameter. The file is opened for
// reading; a new file in its place is seen by the next look-up.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <memory>

namespace msa {

/// Each row gives values, NULL none; an entry without any is not there, as for Postfix. Errors: the
/// file cannot be read, or the query is not one SELECT with one parameter and one column.
[[nodiscard]] Result<std::shared_ptr<const Table>> sqlite_table(const TableSettings& settings);

}  // namespace msa
