// Whether tables answer at all.
#pragma once

#include "commands/services.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

[[nodiscard]] Error no_such_table(const std::string& name, const std::vector<std::string>& known);

/// What msa-milter table check says of the tables, or of those of that name, asked one question
/// each that changes nothing; `format`: text or json. Returns the exit status.
[[nodiscard]] int check_tables(const OpenTables& tables, const std::optional<std::string>& name,
                               const std::string& format);

}  // namespace msa
