// Records that a command writes where no daemon does.
#pragma once

#include "audit/audit_trail.h"
#include "config/daemon_settings.h"

#include <functional>

namespace msa {

/// Opens the trail under its lock, lets `write` add to it, and leaves it as it was found: it does
/// not look as if a daemon had begun and ended. What it has to warn of goes to standard error.
/// Whoever calls this must be the user whose files these are. Errors: another holds the lock, the
/// trail cannot be opened, and those of `write`.
[[nodiscard]] Result<void> write_closed_trail(
    const DaemonSettings& settings, const std::function<Result<void>(AuditTrail&)>& write);

}  // namespace msa
