// Where the daemon keeps what limits have counted.
#pragma once

#include "base/log.h"
#include "config/daemon_settings.h"
#include "limits/rate_keeper.h"

#include <memory>

namespace msa {

/// What the settings name, or else limits.sqlite in systemd's StateDirectory. What the keeper says
/// is logged. Null: rates are not kept.
[[nodiscard]] std::unique_ptr<RateKeeper> kept_rates(const DaemonSettings& settings,
                                                     RecentEvents& rates, MemoryLimits& limits,
                                                     Log& log);

}  // namespace msa
