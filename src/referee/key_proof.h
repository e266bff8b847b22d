// Whether a receiver accepts what a key signs: a probe, signed as the daemon would, is verified by
// libopendkim against a key record (RFC 6376, 6.1).
#pragma once

#include "base/result.h"
#include "crypto/key_file.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <string>

namespace msa {

struct ProofTerms {
    KeyReader read = load_private_key;
    std::chrono::milliseconds patience = std::chrono::seconds(60);  // for the referee
};

/// Why a signature with `key` does not verify for who finds `record`, in the referee's words;
/// empty: it does. Its activate and retire do not count. Errors: the key cannot be loaded or sign;
/// unavailable, the referee cannot be asked.
[[nodiscard]] Result<std::string> referee_objection(const SigningSettings& settings,
                                                    const SigningKeySettings& key,
                                                    const std::string& record,
                                                    const ProofTerms& terms = {});

}  // namespace msa
