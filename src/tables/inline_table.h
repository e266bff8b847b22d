// A table whose entries stand in the rule file.
#pragma once

#include "base/result.h"
#include "tables/flat_table.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace msa {

/// `places` says where entries stand. An entry without values is known and nobody's: it stands in
/// the way of a wider key. Errors name the entry: a key that is none, two spellings of one key, an
/// empty value, control characters.
[[nodiscard]] Result<std::shared_ptr<const FlatTable>> inline_table(
    const std::map<std::string, std::vector<std::string>>& entries,
    const std::map<std::string, std::string>& places = {});

}  // namespace msa
