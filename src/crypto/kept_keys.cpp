#include "crypto/kept_keys.h"

#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include <openssl/evp.h>

namespace msa {
namespace {

using Asked = std::tuple<std::string, int, bool, bool>;

Result<PrivateKey> again(const Result<PrivateKey>& read) {
    return read ? Result<PrivateKey>(shared(*read)) : read.error();
}

}  // namespace

PrivateKey shared(const PrivateKey& key) {
    (void)EVP_PKEY_up_ref(key.handle.get());  // fails for no key that is there
    return {.handle = std::unique_ptr<EVP_PKEY, FreeKey>(key.handle.get()),
            .algorithm = key.algorithm,
            .bits = key.bits};
}

KeyReader read_once() {
    return [known = std::make_shared<std::map<Asked, Result<PrivateKey>>>()](
               const std::string& file, const KeyDemands& demands) {
        const Asked asked(file, demands.minimum_rsa_bits, demands.require_safe,
                          demands.is_credential);
        auto found = known->find(asked);
        if (found == known->end()) {
            found = known->emplace(asked, load_private_key(file, demands)).first;
        }
        return again(found->second);
    };
}

}  // namespace msa
