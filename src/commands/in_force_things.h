// Rules in force as things that the trail is told of one by one.
#pragma once

#include "audit/in_force.h"
#include "commands/loaded_inputs.h"
#include "config/rule_files.h"

#include <map>
#include <string>
#include <vector>

namespace msa {

/// `archived`: the name of the kept text of each rule file.
[[nodiscard]] std::vector<InForceThing> in_force_things(
    const LoadedRuleFiles& loaded, const LoadedInputs& inputs,
    const std::map<std::string, std::string>& archived);

/// The same of rules that judge beside those.
[[nodiscard]] std::vector<InForceThing> candidate_things(
    const LoadedRuleFiles& loaded, const std::map<std::string, std::string>& archived);

[[nodiscard]] InForceThing in_force_table(const LoadedInputs::NamedTable& table);

}  // namespace msa
