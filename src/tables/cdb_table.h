// A table in a constant database (https://cr.yp.to/cdb/cdb.txt), as postmap(1) writes it for
// `cdb:`. A file that takes its place is seen by the next look-up. Read without mapping: a file
// that is cut off while it is read gives errors, not SIGBUS.
#pragma once

#include "base/result.h"
#include "ownership/table_settings.h"
#include "submission/ports.h"

#include <memory>

namespace msa {

/// The path names the file itself. Errors: it cannot be read, or is too short.
[[nodiscard]] Result<std::shared_ptr<const Table>> cdb_table(const TableSettings& settings);

}  // namespace msa
