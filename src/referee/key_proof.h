// Whether a receiver accepts what a key signs: a probe, signed as the daemon would, is verified by
// libopendkim against a key record (RFC 6376, 6.1).
#pragma once

#include "base/result.h"
#include "policy/signing_settings.h"

#include <string>

namespace msa {

/// Why a signature with `key` does not verify for who finds `record`, in the referee's words;
/// empty: it does. Its activate and retire do not count. Errors: the key cannot be loaded or sign;
/// the referee cannot be asked.
[[nodiscard]] Result<std::string> referee_objection(const SigningSettings& settings,
                                                    const SigningKeySettings& key,
                                                    const std::string& record);

}  // namespace msa
