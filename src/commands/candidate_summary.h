// What a trail tells of candidates, for people and for programs.
#pragma once

#include "inquiry/candidate_differences.h"

#include <string>

namespace msa {

/// A block of lines for each candidate, safe for a terminal.
[[nodiscard]] std::string candidate_text(const CandidateSums& sums);
/// A JSON list, with its end of line.
[[nodiscard]] std::string candidate_json(const CandidateSums& sums);

}  // namespace msa
