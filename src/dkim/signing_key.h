// A key with all that the rule file says of it, ready to sign.
#pragma once

#include "base/result.h"
#include "crypto/key_file.h"
#include "crypto/private_key.h"
#include "submission/signing_settings.h"

namespace msa {

struct SigningKey {
    SigningKeySettings settings;
    PrivateKey key;
};

/// Checks what goes into tags and DNS names (`d=a; x=1` would be a tag of its own), then loads.
[[nodiscard]] Result<SigningKey> load_signing_key(const SigningKeySettings& key,
                                                  const SigningSettings& settings,
                                                  const KeyReader& read = load_private_key);

}  // namespace msa
