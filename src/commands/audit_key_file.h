// The key that signs the trail's checkpoints, read from where the settings have it: a file, or a
// credential of systemd.
#pragma once

#include "base/result.h"
#include "crypto/private_key.h"

#include <memory>
#include <string>

namespace msa {

/// Where the key before this one is kept.
[[nodiscard]] std::string old_audit_key(const std::string& named);

/// Null: the settings name none. Error: it cannot be used.
[[nodiscard]] Result<std::shared_ptr<const PrivateKey>> load_audit_key(const std::string& named);
/// The one before; null: it is not there any more.
[[nodiscard]] Result<std::shared_ptr<const PrivateKey>> load_old_audit_key(
    const std::string& named);

}  // namespace msa
