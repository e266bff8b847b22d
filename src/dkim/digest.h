// SHA-256 and base64, as DKIM needs them, over OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/types.h>

namespace msa {

class Sha256 {
public:
    Sha256();
    void add(std::string_view octets);
    /// The 32 octets; nothing can be added afterwards.
    [[nodiscard]] std::string finish();

private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const;
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

/// On one line, padded.
[[nodiscard]] std::string base64(std::string_view octets);

}  // namespace msa
