// Ed25519, see ed25519.h.
#include "crypto/ed25519.h"

#include "crypto/digest.h"

#include <openssl/err.h>
#include <openssl/evp.h>

namespace msa::ed25519 {

namespace {

using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

const unsigned char* octets_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<std::string> public_key(const PrivateKey& key) {
    std::string octets(public_key_octets, '\0');
    std::size_t size = octets.size();
    if (key.algorithm != KeyAlgorithm::ed25519_sha256 ||
        EVP_PKEY_get_raw_public_key(key.handle.get(),
                                    reinterpret_cast<unsigned char*>(octets.data()), &size) != 1 ||
        size != octets.size()) {
        return Error{"not an Ed25519 key", ErrorKind::bad_config};
    }
    return octets;
}

Result<std::string> signature(const PrivateKey& key, std::string_view text) {
    const DigestContext context(EVP_MD_CTX_new());
    std::string octets(signature_octets, '\0');
    std::size_t size = octets.size();
    if (key.algorithm != KeyAlgorithm::ed25519_sha256 || !context ||
        EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.handle.get()) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(octets.data()), &size,
                       octets_of(text), text.size()) != 1 ||
        size != octets.size()) {
        ERR_clear_error();
        return Error{"the text could not be signed"};
    }
    return octets;
}

bool is_signed(std::string_view public_key, std::string_view text, std::string_view signature) {
    if (public_key.size() != public_key_octets || signature.size() != signature_octets) {
        return false;
    }
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, octets_of(public_key),
                                              public_key.size()));
    const DigestContext context(EVP_MD_CTX_new());
    const bool good =
        key && context &&
        EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
        EVP_DigestVerify(context.get(), octets_of(signature), signature.size(), octets_of(text),
                         text.size()) == 1;
    ERR_clear_error();
    return good;
}

}  // namespace msa::ed25519
