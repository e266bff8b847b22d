// What limits cost in the memory of the daemon.
#pragma once

#include <string>

namespace msa::bench {

/// Of `count` messages of a thousand logins: of the store alone, and of all that limits do in whole
/// messages. `rules`: a rule file with limits.
void measure_memory(int count, const std::string& rules);

}  // namespace msa::bench
