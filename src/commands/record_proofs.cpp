#include "commands/record_proofs.h"

#include "crypto/kept_keys.h"
#include "dkim/key_record.h"
#include "referee/key_proof.h"

#include <chrono>
#include <optional>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{5};

}  // namespace

Result<std::string> record_objection(const SigningKeySettings& key, const PrivateKey& half,
                                     const std::string& record) {
    // Which fields are signed is no matter of the key.
    const SigningSettings settings{
        .keys = {}, .oversigned = {"From"}, .signed_present = {}, .require_safe_keys = false};
    const auto objection = referee_objection(
        settings, key, record,
        {.read = [&half](const std::string&, const KeyDemands&) { return shared(half); },
         .patience = patience});
    return objection && !objection->empty() ? "libopendkim refuses what it signs: " + *objection
                                            : objection;
}

void RecordProofs::prove(const SigningKeySettings& key, const PrivateKey& half, KeyInDns& seen) {
    if (!seen.trouble.empty()) {
        return;
    }
    const Pair pair(public_half(half), seen.record);
    auto objection = known_.with([&pair](const auto& known) {
        const auto found = known.find(pair);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    });
    if (!objection) {
        const auto told = record_objection(key, half, seen.record);
        if (!told) {
            return;
        }
        objection = *told;
        known_.with([&](auto& known) {
            if (known.size() >= most_known) {
                known.clear();
            }
            known[pair] = *told;
        });
    }
    seen.trouble = *objection;
}

}  // namespace msa
