#include "commands/record_proofs.h"

#include "crypto/digest.h"
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

/// Absent: nobody can tell.
std::optional<std::string> RecordProofs::asked(const SigningKeySettings& key,
                                               const PrivateKey& half, const std::string& record) {
    constexpr std::chrono::minutes pause{1};
    const auto is_pause =
        again_.with([](const auto& again) { return std::chrono::steady_clock::now() < again; });
    auto told = is_pause ? Result<std::string>(Error{"it did not answer a moment ago"})
                         : record_objection(key, half, record);
    if (told) {
        return *std::move(told);
    }
    if (!is_pause && told.error().kind == ErrorKind::unavailable) {
        again_.with([pause](auto& again) { again = std::chrono::steady_clock::now() + pause; });
    }
    return std::nullopt;
}

void RecordProofs::prove(const SigningKeySettings& key, const PrivateKey& half, KeyInDns& seen) {
    if (!seen.trouble.empty()) {
        return;
    }
    const auto name = sha256(public_half(half) + seen.record);
    auto objection = known_.with([&name](const auto& known) {
        const auto found = known.find(name);
        return found == known.end() ? std::nullopt : std::optional(found->second);
    });
    if (!objection) {
        objection = asked(key, half, seen.record);
        if (!objection) {
            return;
        }
        known_.with([&](auto& known) {
            if (known.size() >= most_known) {
                known.clear();
            }
            known[name] = *objection;
        });
    }
    seen.trouble = *objection;
}

}  // namespace msa
