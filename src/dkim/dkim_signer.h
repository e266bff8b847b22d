// The Signer port: DKIM signatures (RFC 6376), rsa-sha256 and ed25519-sha256, over OpenSSL.
#pragma once

#include "base/result.h"
#include "crypto/key_file.h"
#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <memory>

namespace msa {

/// Reads and proves all keys and makes a trial signature with each, so that what cannot sign is
/// known now and the first message does not pay for it. The signer is shared by threads; what its
/// begin() returns belongs to one, and must not outlive the signer. Errors: bad_config,
/// no_permission; the first one found.
[[nodiscard]] Result<std::unique_ptr<const Signer>> make_dkim_signer(
    const SigningSettings& settings, const KeyReader& read = load_private_key);

}  // namespace msa
