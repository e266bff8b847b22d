#include "referee/key_prover.h"

#include "dkim/key_record.h"
#include "referee/key_proof.h"

#include <utility>

namespace msa {

KeyProver::KeyProver(KeyReader read, std::chrono::milliseconds patience)
    : read_(std::move(read)), patience_(patience) {}

Result<std::string> KeyProver::objection(const SigningSettings& settings,
                                         const SigningKeySettings& key) {
    if (const auto known = objections_.find(key.file); known != objections_.end()) {
        return known->second;
    }
    if (trouble_) {
        return *trouble_;
    }
    const auto loaded = read_(key.file, {.minimum_rsa_bits = settings.minimum_rsa_bits,
                                         .require_safe = settings.require_safe_keys});
    if (!loaded) {
        return loaded.error();
    }
    const auto now = Steady::now();
    begun_ = begun_.value_or(now);
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(*begun_ + patience_ - now);
    auto found = left.count() > 0 ? referee_objection(settings, key, key_record(*loaded),
                                                      {.read = read_, .patience = left})
                                  : Error{"msa-milter-verify: no time is left for this key"};
    if (found) {
        objections_[key.file] = *found;
    } else if (found.error().kind == ErrorKind::unavailable) {
        trouble_ = found.error();
    }
    return found;
}

}  // namespace msa
