// Queries as Postfix has them, '%s', '%u@%d', as queries with a parameter.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class SqlDialect { mysql, pgsql, sqlite };

/// The key of a look-up, its local part, and its domain, which is what stands behind the last @.
struct SqlKeyParts {
    std::string key;
    std::string local_part;
    std::string domain;
};
[[nodiscard]] SqlKeyParts sql_key_parts(SqlDialect dialect);

/// The texts in a row, each an expression, as one.
[[nodiscard]] std::string sql_joined(SqlDialect dialect, const std::vector<std::string>& texts);

/// The query without `;` at its end, its %s, %u and %d as expressions in place of the quoted texts
/// that they stand in. Where Postfix would not ask (%u for `@domain`), no row is found. Error: a
/// part of the key that has no expression here, or one outside quotes.
[[nodiscard]] Result<std::string> sql_query(SqlDialect dialect, std::string_view query);

}  // namespace msa
