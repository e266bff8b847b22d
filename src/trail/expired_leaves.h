// What records say of deleted files.
#pragma once

#include "base/result.h"
#include "trail/control_record.h"
#include "trail/trail_files.h"

#include <map>
#include <string>
#include <vector>

namespace msa {

using ExpiredByOrigin = std::map<std::string, std::vector<ExpiredLeaves>, std::less<>>;

/// Of those hosts whose files do not begin with the beginning of a tree. The records stand behind
/// what they speak of, so that they have to be looked for first.
[[nodiscard]] Result<ExpiredByOrigin> expired_leaves(const std::vector<TrailFile>& files);

}  // namespace msa
