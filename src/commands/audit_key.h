// msa-milter audit key: the key that signs the trail's checkpoints.
#pragma once

#include "config/daemon_settings.h"

#include <string>

namespace msa {

class Command;

void add_audit_key(Command& audit, int& status);

/// What is to be warned of; empty: nothing.
[[nodiscard]] std::string audit_key_warning(const DaemonSettings& settings);

}  // namespace msa
