// The trail that the settings speak of.
#pragma once

#include "audit/trail_settings.h"
#include "base/result.h"
#include "config/daemon_settings.h"

namespace msa {

/// With its key, and the one before if it is still there: it says that it is replaced.
[[nodiscard]] Result<TrailSettings> trail_settings(const DaemonSettings& settings);

}  // namespace msa
