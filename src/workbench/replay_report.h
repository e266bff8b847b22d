// What a replay found, for people and for programs.
#pragma once

#include "workbench/replay_sums.h"

#include <string>
#include <vector>

namespace msa {

struct ReplayReport {
    const ReplaySums& sums;
    std::vector<std::string> files;  // of the rules that judged again
    std::vector<std::string> hashes;
    std::vector<std::string> exceeded{};  // limits, as they were written
};

/// For a terminal: lines that end with LF.
[[nodiscard]] std::string replay_text(const ReplayReport& report);
/// One JSON object, indented.
[[nodiscard]] std::string replay_json(const ReplayReport& report);

}  // namespace msa
