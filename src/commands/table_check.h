// Whether tables answer at all.
#pragma once

#include "commands/services.h"

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {

[[nodiscard]] Error no_such_table(const std::string& name, const std::vector<std::string>& known);

/// What nobody has (RFC 2606, 2; RFC 5737, 3): to ask it changes nothing.
[[nodiscard]] const char* harmless_key(TableSettings::Use use);

/// A JSON object for each of the tables, or of those of that name: `table`, `use`, `state` (ok,
/// empty, cannot_tell) and then `error`. Each is asked one question that changes nothing. Error,
/// bad_input: there is none of that name.
[[nodiscard]] Result<nlohmann::ordered_json> checked_tables(const OpenTables& tables,
                                                            const std::optional<std::string>& name);

/// A text that shown() has made, out of a JSON object; empty: it has none of that name. Where it
/// was not made so after all, it is now: a terminal is safe from it.
[[nodiscard]] std::string text_in(const nlohmann::ordered_json& object, const char* key);

/// Prints what checked_tables() said; `format`: text or json. Returns the exit status.
[[nodiscard]] int print_checked(const nlohmann::ordered_json& tables, const std::string& format);

}  // namespace msa
