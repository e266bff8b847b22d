// A private key, parsed and proven once: RSA (RFC 8301) or Ed25519 (RFC 8463, RFC 8032).
#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace msa {

enum class KeyAlgorithm { rsa_sha256, ed25519_sha256 };

/// As the a= tag has it.
[[nodiscard]] std::string_view to_text(KeyAlgorithm algorithm);

struct FreeKey {
    void operator()(EVP_PKEY* key) const;
};

struct PrivateKey {
    std::unique_ptr<EVP_PKEY, FreeKey> handle;  // never null, shared by threads
    KeyAlgorithm algorithm = KeyAlgorithm::rsa_sha256;
    int bits = 0;
};

/// Demands: exactly one PEM block (text around it is no matter: `openssl` writes comments there),
/// not encrypted, RSA of `minimum_rsa_bits` to 4096 bits or Ed25519, its private half fitting the
/// public one. Nothing is ever asked on a terminal.
[[nodiscard]] Result<PrivateKey> parse_private_key(std::string_view pem, int minimum_rsa_bits);

}  // namespace msa
