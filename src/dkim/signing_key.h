// A key with all that the rule file says of it, ready to sign.
#pragma once

#include "base/result.h"
#include "dkim/key_token.h"
#include "dkim/private_key.h"
#include "policy/facts.h"
#include "policy/signing_settings.h"

#include <memory>
#include <string_view>

namespace msa {

struct SigningKey {
    SigningKeySettings settings;
    PrivateKey key;
    std::unique_ptr<KeyToken> token;  // RSA only: for libopendkim

    /// Whether it signs for this author domain at that moment.
    [[nodiscard]] bool serves(std::string_view author_domain, const Moment& now) const;
};

/// Checks what goes into tags and DNS names (libopendkim would let `d=a; x=1` pass), then loads.
[[nodiscard]] Result<SigningKey> load_signing_key(const SigningKeySettings& key,
                                                  const SigningSettings& settings);

}  // namespace msa
