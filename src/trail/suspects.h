// Which line of a range was changed no root can tell. A second look at the range may: a line that
// is no JSON any more, or whose time does not fit those around it.
#pragma once

#include "trail/tree_check.h"
#include "trail/verdict.h"

#include <string>
#include <vector>

namespace msa {

/// `paths` are what places refer to. A range that stretches over several files is looked at in its
/// first and its last one. What cannot be read any more is passed over: it has been read before.
void name_suspects(const std::vector<std::string>& paths, const DoubtfulRange& range,
                   Observations& observations);

}  // namespace msa
