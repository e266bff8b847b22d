// The gate in front of rules: they come into force only if the tests beside their files pass.
#pragma once

#include "config/rule_files.h"

#include <string>
#include <vector>

namespace msa {

/// Where NAME.toml has its tests: NAME.test.toml.
[[nodiscard]] std::string tests_beside(const std::string& rule_file);

/// Runs the tests beside each of the files that were loaded. A line for each that fails, with its
/// place, and for each file without tests; empty: all pass.
[[nodiscard]] std::vector<std::string> failing_tests(const std::vector<LoadedRules>& files);

}  // namespace msa
