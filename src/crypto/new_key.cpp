#include "crypto/new_key.h"

#include "crypto/digest.h"
#include "crypto/private_key.h"

#include <memory>
#include <new>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

namespace msa {
namespace {

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

std::string pem_of(const Key& key) {
    const std::unique_ptr<BIO, FreeBio> bio(BIO_new(BIO_s_secmem()));
    char* octets = nullptr;
    if (!key || !bio ||
        PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
            1) {
        throw std::bad_alloc();
    }
    const long size = BIO_get_mem_data(bio.get(), &octets);
    return {octets, static_cast<std::size_t>(size)};
}

}  // namespace

std::string new_rsa_key(unsigned bits) {
    return pem_of(Key(EVP_RSA_gen(bits)));
}

std::string new_ed25519_key() {
    return pem_of(Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
}

std::string new_secret() {
    constexpr int size = 33;
    std::string octets(size, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(octets.data()), size) != 1) {
        throw std::bad_alloc();
    }
    return base64(octets) + '\n';
}

}  // namespace msa
