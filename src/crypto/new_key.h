// New private keys, as openssl genpkey makes them, and secrets.
#pragma once

#include <string>

namespace msa {

/// A PEM block. OpenSSL fails only for want of memory or chance: that throws.
[[nodiscard]] std::string new_rsa_key(unsigned bits);
[[nodiscard]] std::string new_ed25519_key();
/// A line of 44 letters: 33 random octets in base64.
[[nodiscard]] std::string new_secret();

}  // namespace msa
