// Limits as rows of the file of rates. What these return is a code of SQLite.
#pragma once

#include "limits/kept_limits.h"

struct sqlite3;  // NOLINT(readability-identifier-naming): the library's name

namespace msa {

extern const char* const limit_tables;  // statements that make them where they are missing

/// Adds or replaces them; within a transaction of the caller's.
[[nodiscard]] int save_limits(sqlite3* database, const KeptLimits& limits);
[[nodiscard]] int load_limits(sqlite3* database, KeptLimits& limits);
/// Deletes what says nothing any more.
[[nodiscard]] int forget_limits(sqlite3* database, KeptTime now);

}  // namespace msa
