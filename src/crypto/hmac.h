// HMAC (RFC 2104) with SHA-256, over OpenSSL.
#pragma once

#include "crypto/digest.h"

#include <string_view>

namespace msa {

/// OpenSSL fails only for want of memory: that throws.
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view text);

}  // namespace msa
