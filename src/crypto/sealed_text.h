// Texts that only the holders of a key can read or make: AES-256 in GCM (NIST SP 800-38D), over
// OpenSSL.
#pragma once

#include "crypto/digest.h"

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// A fresh nonce, the text and its tag. `place`: where it is to be read, and nowhere else. OpenSSL
/// fails only for want of memory or of random octets: that throws.
[[nodiscard]] std::string sealed(const Digest& key, std::string_view place, std::string_view text);

/// Absent: another key or place, or not one octet as it was.
[[nodiscard]] std::optional<std::string> unsealed(const Digest& key, std::string_view place,
                                                  std::string_view octets);

}  // namespace msa
