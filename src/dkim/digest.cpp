// SHA-256 and base64, see digest.h. OpenSSL fails here only for want of memory: that throws.
#include "dkim/digest.h"

#include <array>
#include <new>

#include <openssl/evp.h>

namespace msa {

namespace {

void require(bool success) {
    if (!success) {
        throw std::bad_alloc();
    }
}

}  // namespace

void Sha256::Free::operator()(EVP_MD_CTX* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
}

void Sha256::add(std::string_view octets) {
    require(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
}

std::string Sha256::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(context_.get(), digest.data(), &size) == 1);
    return {digest.begin(), digest.begin() + size};
}

std::string base64(std::string_view octets) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    for (; !octets.empty(); octets.remove_prefix(octets.size() < 3 ? octets.size() : 3)) {
        unsigned int bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < octets.size() ? static_cast<unsigned char>(octets[i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= octets.size() ? alphabet[bits >> (18 - 6 * i) & 0x3FU] : '=';
        }
    }
    return text;
}

}  // namespace msa
