// What a table says of a key, whoever has the table open.
#pragma once

#include "commands/services.h"

#include <cstddef>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {

/// `table`, `key`, `answer` (yes, no, cannot_tell), and with them `values` and `where`, or `error`:
/// texts as shown() makes them. `key` as table_key() has it; the tables are those of so many rule
/// `files`. Errors, bad_input: there is no table of that name, or several files may have one.
[[nodiscard]] Result<nlohmann::ordered_json> queried_table(const OpenTables& tables,
                                                           std::size_t files,
                                                           const std::string& name,
                                                           const std::string& key);

/// Prints that; `format`: text or json. Returns the exit status.
[[nodiscard]] int print_queried(const nlohmann::ordered_json& answer, const std::string& format);

}  // namespace msa
