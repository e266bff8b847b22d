// Parsing and proving a private key, see private_key.h.
#include "crypto/private_key.h"

#include "base/text.h"
#include "crypto/digest.h"

#include <limits>
#include <vector>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace msa {

namespace {

// Many a verifier, libopendkim among them, has no room for the key record of a longer one.
constexpr int maximum_rsa_bits = 4096;

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};

Error refusal(std::string what) {
    return {.what = std::move(what), .kind = ErrorKind::bad_config};
}

std::string openssl_reason() {
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    return reason == nullptr ? "no reason given" : reason;
}

// Without it OpenSSL would ask on the terminal, and wait.
int no_passphrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) {
    return -1;
}

Result<void> check_envelope(std::string_view pem) {
    const std::size_t blocks = occurrences(pem, "-----BEGIN ");
    if (blocks == 0) {
        return refusal("no PEM block found");
    }
    if (blocks > 1) {
        return refusal("more than one PEM block; the file must hold the private key alone");
    }
    if (pem.find("ENCRYPTED") != std::string_view::npos) {
        return refusal("the key is encrypted; a daemon cannot ask for its passphrase");
    }
    if (pem.find("PRIVATE KEY-----") == std::string_view::npos) {
        return refusal("the PEM block is not a private key");
    }
    return {};
}

Result<void> check_kind(const EVP_PKEY* key, int minimum_rsa_bits) {
    const int kind = EVP_PKEY_get_base_id(key);
    if (kind == EVP_PKEY_ED25519) {
        return {};
    }
    if (kind != EVP_PKEY_RSA) {
        const char* const name = EVP_PKEY_get0_type_name(key);
        return refusal("a key of type " + printable(name == nullptr ? "unknown" : name) +
                       "; DKIM knows RSA and Ed25519");
    }
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < minimum_rsa_bits) {
        return refusal("an RSA key of " + std::to_string(bits) + " bits; at least " +
                       std::to_string(minimum_rsa_bits) + " are demanded");
    }
    if (bits > maximum_rsa_bits) {
        return refusal("an RSA key of " + std::to_string(bits) + " bits; more than " +
                       std::to_string(maximum_rsa_bits) + " cannot be verified everywhere");
    }
    return {};
}

// Signs and verifies once. A key whose halves do not fit signs without complaint. EVP_PKEY_check()
// would also test the primes: 300 ms for 4096 bits at every reload, and no signature is the better
// for it.
bool signs_what_it_verifies(EVP_PKEY* key) {
    constexpr std::string_view text = "proof";
    const auto* const octets = reinterpret_cast<const unsigned char*>(text.data());
    const EVP_MD* const digest = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? EVP_sha256() : nullptr;
    const DigestContext signing(EVP_MD_CTX_new());
    const DigestContext verifying(EVP_MD_CTX_new());
    std::vector<unsigned char> signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
    std::size_t size = signature.size();
    return signing && verifying &&
           EVP_DigestSignInit(signing.get(), nullptr, digest, nullptr, key) == 1 &&
           EVP_DigestSign(signing.get(), signature.data(), &size, octets, text.size()) == 1 &&
           EVP_DigestVerifyInit(verifying.get(), nullptr, digest, nullptr, key) == 1 &&
           EVP_DigestVerify(verifying.get(), signature.data(), size, octets, text.size()) == 1;
}

}  // namespace

std::string_view to_text(KeyAlgorithm algorithm) {
    return algorithm == KeyAlgorithm::rsa_sha256 ? "rsa-sha256" : "ed25519-sha256";
}

void FreeKey::operator()(EVP_PKEY* key) const {
    EVP_PKEY_free(key);
}

Result<PrivateKey> parse_private_key(std::string_view pem, int minimum_rsa_bits) {
    const auto envelope = check_envelope(pem);
    if (!envelope) {
        return envelope.error();
    }
    if (pem.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return refusal("too long for a key");
    }
    ERR_clear_error();
    const std::unique_ptr<BIO, FreeBio> bio(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    std::unique_ptr<EVP_PKEY, FreeKey> handle(
        PEM_read_bio_PrivateKey(bio.get(), nullptr, &no_passphrase, nullptr));
    if (!handle) {
        const std::string reason = openssl_reason();
        ERR_clear_error();
        return refusal("the private key cannot be read: " + reason);
    }
    const auto kind = check_kind(handle.get(), minimum_rsa_bits);
    if (!kind) {
        return kind.error();
    }
    const bool proven = signs_what_it_verifies(handle.get());
    ERR_clear_error();
    if (!proven) {
        return refusal("the private half of the key does not fit the public one");
    }
    const auto algorithm = EVP_PKEY_get_base_id(handle.get()) == EVP_PKEY_RSA
                               ? KeyAlgorithm::rsa_sha256
                               : KeyAlgorithm::ed25519_sha256;
    const int bits = EVP_PKEY_get_bits(handle.get());
    return PrivateKey{.handle = std::move(handle), .algorithm = algorithm, .bits = bits};
}

}  // namespace msa
