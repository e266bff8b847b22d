// SHA-256 and base64, see digest.h. OpenSSL fails here only for want of memory: that throws.
#include "crypto/digest.h"

#include "base/text.h"

#include <algorithm>
#include <limits>
#include <new>

#include <openssl/evp.h>

namespace msa {

namespace {

void require(bool success) {
    if (!success) {
        throw std::bad_alloc();
    }
}

/// Asked for by name once: that takes as long as to hash a short text.
const EVP_MD* sha256_algorithm() {
    static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return algorithm;
}

}  // namespace

void FreeDigestContext::operator()(EVP_MD_CTX* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    require(context_ != nullptr && sha256_algorithm() != nullptr &&
            EVP_DigestInit_ex2(context_.get(), sha256_algorithm(), nullptr) == 1);
}

void Sha256::add(std::string_view octets) {
    require(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
}

Digest Sha256::digest() {
    Digest digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()),
                               &size) == 1 &&
            size == digest.size());
    return digest;
}

std::optional<Digest> as_digest(std::string_view octets) {
    Digest digest{};
    if (octets.size() != digest.size()) {
        return std::nullopt;
    }
    std::copy(octets.begin(), octets.end(), digest.begin());
    return digest;
}

std::string sha256(std::string_view octets) {
    Sha256 digest;
    digest.add(octets);
    return digest.finish();
}

std::string sha1_name(std::string_view octets) {
    std::string digest(20, '\0');
    unsigned int size = 0;
    require(EVP_Digest(octets.data(), octets.size(),
                       reinterpret_cast<unsigned char*>(digest.data()), &size, EVP_sha1(),
                       nullptr) == 1 &&
            size == digest.size());
    return hex(digest);
}

std::string base64(std::string_view octets) {
    std::string text((octets.size() + 2) / 3 * 4 + 1, '\0');  // with the NUL that OpenSSL writes
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(octets.data()),
                                       static_cast<int>(octets.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    const auto digits = text.find_last_not_of('=') + 1;
    const auto padding = text.size() - digits;
    // OpenSSL passes over white space, and takes `=` and `-` for more than base64 does.
    const bool is_plain = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' || c == '-';
    });
    const bool ends_so = std::min(text.find('='), text.size()) == digits;
    if (text.size() % 4 != 0 || padding > 2 || !is_plain || !ends_so ||
        text.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return std::nullopt;
    }
    std::string octets(text.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(octets.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    if (size < 0) {
        return std::nullopt;
    }
    octets.resize(static_cast<std::size_t>(size) - padding);
    return octets;
}

}  // namespace msa
