// Records of messages that rules have really judged, with all facts, for those who judge again.
#pragma once

#include <string>

namespace msa {

/// Writes `count` of them: of a hundred logins, and one in fifty is refused. Throws where the rule
/// file is not valid.
void write_judged_messages(const std::string& file, int count, const std::string& rules);

}  // namespace msa
