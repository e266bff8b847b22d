// `msa-milter explain SESSION --trail FILE`: a recorded transaction.
#pragma once

#include "commands/audit_options.h"
#include "workbench/explanation.h"

#include <string>
#include <vector>

namespace msa {

/// By `rules`, or, where there is none, by the text that judged it, which stands beside the trail.
[[nodiscard]] Result<Explanation> explanation_of_recorded(const std::string& id,
                                                          const TrailOptions& trail,
                                                          const std::vector<std::string>& rules);

}  // namespace msa
