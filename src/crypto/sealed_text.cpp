// Sealed texts, see sealed_text.h.
#include "crypto/sealed_text.h"

#include <limits>
#include <memory>
#include <new>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace msa {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

struct FreeCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* octets(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

int size_of(std::string_view text) {
    if (text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        throw std::length_error("a text to seal is too long");
    }
    return static_cast<int>(text.size());
}

/// The tag is set or asked for by the caller. False: OpenSSL refuses.
bool passes(EVP_CIPHER_CTX* cipher, std::string_view place, std::string_view in, std::string& out) {
    int size = 0;
    int rest = 0;
    out.resize(in.size());
    return EVP_CipherUpdate(cipher, nullptr, &size, octets(place), size_of(place)) == 1 &&
           EVP_CipherUpdate(cipher, octets(out), &size, octets(in), size_of(in)) == 1 &&
           EVP_CipherFinal_ex(cipher, octets(out) + size, &rest) == 1;
}

Cipher cipher_for(const Digest& key, std::string_view nonce, bool seals) {
    Cipher cipher(EVP_CIPHER_CTX_new());
    if (cipher == nullptr ||
        EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, octets(octets_of(key)),
                          octets(nonce), seals ? 1 : 0) != 1) {
        throw std::bad_alloc();
    }
    return cipher;
}

}  // namespace

std::string sealed(const Digest& key, std::string_view place, std::string_view text) {
    std::string nonce(nonce_size, '\0');
    std::string tag(tag_size, '\0');
    if (RAND_bytes(octets(nonce), static_cast<int>(nonce_size)) != 1) {
        throw std::runtime_error("no random octets to seal a text with");
    }
    const auto cipher = cipher_for(key, nonce, true);
    std::string hidden;
    if (!passes(cipher.get(), place, text, hidden) ||
        EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size),
                            tag.data()) != 1) {
        throw std::bad_alloc();
    }
    return nonce + hidden + tag;
}

std::optional<std::string> unsealed(const Digest& key, std::string_view place,
                                    std::string_view octets) {
    if (octets.size() < nonce_size + tag_size) {
        return std::nullopt;
    }
    const auto cipher = cipher_for(key, octets.substr(0, nonce_size), false);
    std::string tag(octets.substr(octets.size() - tag_size));
    std::string text;
    if (EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size),
                            tag.data()) != 1 ||
        !passes(cipher.get(), place,
                octets.substr(nonce_size, octets.size() - nonce_size - tag_size), text)) {
        return std::nullopt;
    }
    return text;
}

}  // namespace msa
