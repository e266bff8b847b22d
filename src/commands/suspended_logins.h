// Where the daemon keeps which logins are suspended.
#pragma once

#include "base/log.h"
#include "commands/suspension_notices.h"
#include "config/daemon_settings.h"
#include "limits/kept_suspensions.h"

#include <memory>

namespace msa {

/// What the settings name, or else suspended.json in systemd's StateDirectory. Each new one is
/// logged, and offered to `notices`. Both must outlive it. Errors: those of
/// KeptSuspensions::open().
[[nodiscard]] Result<std::unique_ptr<KeptSuspensions>> suspended_logins(
    const DaemonSettings& settings, SuspensionNotices& notices, const Log& log);

}  // namespace msa
