// Plays a case through the core and writes down what became of it.
#pragma once

#include "cases/case_file.h"

#include <string>

namespace msa {

/// The text that `expect` of the case must equal. Throws std::runtime_error where its rules do not
/// load.
[[nodiscard]] std::string play(const Case& tested);

}  // namespace msa
