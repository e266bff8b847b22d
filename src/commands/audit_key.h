// msa-milter audit key: the key that signs the trail's checkpoints.
#pragma once

#include "base/result.h"
#include "config/daemon_settings.h"
#include "crypto/private_key.h"

#include <memory>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace msa {

void add_audit_key(CLI::App& audit, int& status);

/// Where the key before this one is kept.
[[nodiscard]] std::string old_audit_key(const std::string& file);

/// The signing key of the settings; null: they name none. Error: it cannot be used.
[[nodiscard]] Result<std::shared_ptr<const PrivateKey>> load_audit_key(const std::string& file);

/// What is to be warned of; empty: nothing.
[[nodiscard]] std::string audit_key_warning(const DaemonSettings& settings);

}  // namespace msa
