// The rule files of a daemon, each for the listeners in its [scope].
#pragma once

#include "config/rule_file.h"
#include "policy/rule_sets.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace msa {

struct LoadedRuleFiles {
    std::shared_ptr<const RuleSets> rules;  // null where any file has errors
    std::vector<LoadedRules> files;         // in the order of the paths
};

/// Loads each as load_rules() does. That two govern one listener is an error in the second.
[[nodiscard]] LoadedRuleFiles load_rule_files(const std::vector<std::string>& paths,
                                              const RuleServices& services,
                                              std::chrono::system_clock::time_point now);

}  // namespace msa
