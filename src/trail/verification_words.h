// What a verification comes to, in words.
#pragma once

#include "trail/verification.h"

#include <string>

namespace msa {

/// `given, ...`, `NOT GIVEN (...)` or `NOT PROVEN`: both verdicts.
[[nodiscard]] std::string integrity_words(const VerificationReport& report);
[[nodiscard]] std::string completeness_words(const VerificationReport& report);

/// What was seen, by file and line.
[[nodiscard]] std::vector<Observation> in_order(const VerificationReport& report);

}  // namespace msa
