// Key tokens, see key_token.h, and the function that answers libopendkim.
//
// PEM_read_bio_PrivateKey() is defined here, in the program. The linker exports it because
// libopendkim.so, on the same command line, refers to it (no -rdynamic needed), and the dynamic
// linker binds libopendkim's call to the first definition it meets, which is the program's. Were
// it bound elsewhere, the token would not parse and every RSA key would be refused at load.
#include "dkim/key_token.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <new>
#include <shared_mutex>
#include <string_view>

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace msa {

namespace {

// libopendkim takes what begins with five hyphens for PEM.
constexpr std::string_view prefix = "-----msa-milter key ";

// The one global of this folder: the C function below is told nothing but the token.
struct Registry {
    std::shared_mutex mutex;
    std::map<std::string, EVP_PKEY*, std::less<>> keys;
    std::uint64_t next = 1;  // never used twice: a reload has the old and the new key at once
};

Registry& registry() {
    static Registry instance;
    return instance;
}

// A new reference to the key of this token, or null. Called from C: nothing may be thrown.
EVP_PKEY* key_of(std::string_view token) noexcept {
    Registry& known = registry();
    const std::shared_lock lock(known.mutex);
    const auto found = known.keys.find(token);
    if (found == known.keys.end() || EVP_PKEY_up_ref(found->second) != 1) {
        return nullptr;
    }
    return found->second;
}

// What a memory BIO still holds, without consuming it; empty for every other BIO.
std::string_view memory_of(BIO* bio) noexcept {
    char* text = nullptr;
    if (bio == nullptr || BIO_method_type(bio) != BIO_TYPE_MEM) {
        return {};
    }
    const long size = BIO_get_mem_data(bio, &text);
    return size > 0 && text != nullptr ? std::string_view(text, static_cast<std::size_t>(size))
                                       : std::string_view();
}

using PemReader = EVP_PKEY* (*)(BIO*, EVP_PKEY**, pem_password_cb*, void*);

PemReader openssl_reader() noexcept {
    static const auto reader =
        reinterpret_cast<PemReader>(dlsym(RTLD_NEXT, "PEM_read_bio_PrivateKey"));
    return reader;
}

}  // namespace

KeyToken::KeyToken(EVP_PKEY* key) {
    Registry& known = registry();
    const std::unique_lock lock(known.mutex);
    text_ = std::string(prefix) + std::to_string(known.next++) + "-----";
    known.keys.emplace(text_, key);
    if (EVP_PKEY_up_ref(key) != 1) {
        known.keys.erase(text_);
        throw std::bad_alloc();
    }
}

KeyToken::~KeyToken() {
    Registry& known = registry();
    const std::unique_lock lock(known.mutex);
    const auto found = known.keys.find(text_);
    if (found != known.keys.end()) {
        EVP_PKEY_free(found->second);
        known.keys.erase(found);
    }
}

std::size_t living_key_tokens() {
    Registry& known = registry();
    const std::shared_lock lock(known.mutex);
    return known.keys.size();
}

}  // namespace msa

// Name and form are OpenSSL's.
// NOLINTNEXTLINE(readability-identifier-naming)
__attribute__((visibility("default"))) EVP_PKEY* PEM_read_bio_PrivateKey(BIO* bp, EVP_PKEY** x,
                                                                         pem_password_cb* cb,
                                                                         void* u) {
    const std::string_view text = msa::memory_of(bp);
    if (x == nullptr && text.substr(0, msa::prefix.size()) == msa::prefix) {
        return msa::key_of(text);
    }
    const msa::PemReader reader = msa::openssl_reader();
    return reader == nullptr ? nullptr : reader(bp, x, cb, u);
}
