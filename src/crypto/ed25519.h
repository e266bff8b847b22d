// Ed25519 (RFC 8032) over OpenSSL: texts signed and verified.
#pragma once

#include "base/result.h"
#include "crypto/private_key.h"

#include <string>
#include <string_view>

namespace msa::ed25519 {

inline constexpr std::size_t public_key_octets = 32;
inline constexpr std::size_t signature_octets = 64;

/// The 32 octets of the public half. Error: it is no key for Ed25519.
[[nodiscard]] Result<std::string> public_key(const PrivateKey& key);

/// The 64 octets over `text`, which may be signed by many threads at once.
[[nodiscard]] Result<std::string> signature(const PrivateKey& key, std::string_view text);

/// Whether `signature` is that of the 32 octets of `public_key` over `text`.
[[nodiscard]] bool is_signed(std::string_view public_key, std::string_view text,
                             std::string_view signature);

}  // namespace msa::ed25519
