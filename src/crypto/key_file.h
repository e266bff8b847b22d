// A private key in a file: read whole, with its owner and modes checked, then parsed.
#pragma once

#include "base/result.h"
#include "crypto/private_key.h"

#include <functional>
#include <string>

namespace msa {

struct KeyDemands {
    int minimum_rsa_bits = 1024;
    bool require_safe = true;
    /// The service manager has put it there for this process: see check_credential().
    bool is_credential = false;
};

/// The file must be a regular one of at most 64 KB; see parse_private_key() for what it must hold.
///
/// With `require_safe`, whoever could read or replace the key must be root or the effective user:
/// see check_safe_path().
///
/// Errors: no_permission for owner, mode and access; bad_config for everything else.
[[nodiscard]] Result<PrivateKey> load_private_key(const std::string& file,
                                                  const KeyDemands& demands);

/// Where keys come from, if not from there.
using KeyReader = std::function<Result<PrivateKey>(const std::string& file, const KeyDemands&)>;

}  // namespace msa
