// A table in a file of LMDB, as postmap(1) writes it for `lmdb:`. What postmap has written is seen
// by the next look-up: into the same file, or a new file in its place. A damaged file cannot tell,
// or not where it is damaged.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <memory>

namespace msa {

/// The path names the file itself. Errors: it cannot be read, or is not of LMDB.
[[nodiscard]] Result<std::shared_ptr<const Table>> lmdb_table(const TableSettings& settings);

}  // namespace msa
