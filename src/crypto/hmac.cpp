// HMAC, see hmac.h.
#include "crypto/hmac.h"

#include <new>

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace msa {

Digest hmac_sha256(std::string_view key, std::string_view text) {
    Digest digest{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(),
             reinterpret_cast<unsigned char*>(digest.data()), &size) == nullptr ||
        size != digest.size()) {
        throw std::bad_alloc();
    }
    return digest;
}

}  // namespace msa
