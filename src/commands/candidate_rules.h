// Rules that judge beside those in force, and of which nothing is done: how they are loaded.
#pragma once

#include "commands/loaded_inputs.h"
#include "commands/services.h"
#include "config/rule_files.h"

#include <chrono>
#include <string>
#include <vector>

namespace msa {

struct CandidateRules {
    std::vector<std::string> paths{};   // as the settings name them; empty: there is none
    std::vector<std::string> absent{};  // of these: files that are not there
    std::vector<std::string> errors{};  // FILE:LINE:COLUMN: MESSAGE
    LoadedRuleFiles loaded{};           // without rules where any file is absent or has errors
    std::vector<LoadedInputs::Text> texts{};
};

/// Tables that those in force have opened already are shared with them, so that the same
/// transaction asks them once. Others wait for an answer no longer than a candidate may, and are
/// left alone for a while where they could not tell.
[[nodiscard]] CandidateRules load_candidate(std::vector<std::string> paths,
                                            const OpenTables& in_force,
                                            std::chrono::system_clock::time_point now);

}  // namespace msa
