// A parsed key under a name that libopendkim takes for PEM. libopendkim parses the key anew for
// every signature (1.0 of 1.6 ms with RSA of 2048 bits); key_token.cpp answers that call with the
// key parsed at load.
#pragma once

#include <cstddef>
#include <string>

#include <openssl/types.h>

namespace msa {

/// Lends `key` (which it references on its own) to libopendkim as long as it lives.
class KeyToken {
public:
    explicit KeyToken(EVP_PKEY* key);
    ~KeyToken();
    KeyToken(const KeyToken&) = delete;
    KeyToken& operator=(const KeyToken&) = delete;

    /// What to hand over as the secret key: a name, never key material.
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// How many tokens live in this process.
[[nodiscard]] std::size_t living_key_tokens();

}  // namespace msa
