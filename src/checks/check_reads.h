// What each check reads of a message: the one place that says so. Who keeps facts for later
// judgements goes by it.
#pragma once

#include "submission/recorded_facts.h"

#include <string_view>

namespace msa {

/// By the name of the check, as all_checks() has it; of what is no check everything.
[[nodiscard]] Reads reads_of_check(std::string_view check);

}  // namespace msa
