// The cases below tests/cases, read and played as `msa-milter test` does.
#pragma once

#include "config/case_file.h"
#include "workbench/case_play.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace msa {

/// Of every case file below `folder`, sorted.
[[nodiscard]] std::vector<std::string> case_paths(const std::string& folder);

/// Throws std::runtime_error where the file is no case.
[[nodiscard]] Case read_case(const std::string& path);

/// Throws std::runtime_error where the rules of the case do not load.
[[nodiscard]] Played play(const Case& tested);

using OpenTable =
    std::function<Result<std::shared_ptr<const Table>>(const TableSettings& settings)>;
/// With tables of another kind. Throws as play() does.
[[nodiscard]] std::shared_ptr<const RuleSet> rules_of(const Case& tested,
                                                      const OpenTable& open_table);

/// Writes `expect` into the file, whose last key it must be.
void bless_case(const Case& tested, const std::string& expect);

[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace msa
