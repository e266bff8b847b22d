#include "commands/key_gate.h"

#include "crypto/digest.h"
#include "crypto/kept_keys.h"
#include "dkim/key_record.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{5};  // for all that DNS is asked at a load

/// What was loaded to sign has been examined: here it is only read.
constexpr KeyDemands no_demands{.minimum_rsa_bits = 1024, .require_safe = false};

std::set<std::string> signed_domains(const std::vector<SigningKeySettings>& keys,
                                     const Moment& now) {
    std::set<std::string> domains;
    for (const auto& key : keys) {
        if (key.is_active(now)) {
            domains.insert(key.author_domains.begin(), key.author_domains.end());
        }
    }
    return domains;
}

bool takes_over(const SigningKeySettings& key, const std::set<std::string>& signed_before) {
    return std::any_of(
        key.author_domains.begin(), key.author_domains.end(),
        [&signed_before](const auto& domain) { return signed_before.contains(domain); });
}

}  // namespace

KeyGate::Doubts KeyGate::doubts(const std::vector<LoadedRules>& files,
                                std::chrono::system_clock::time_point now) {
    Doubts doubts;
    const auto signed_before = signed_domains(keys_in_force_, {.time = now});
    const auto read = read_once();
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (const auto& file : files) {
        for (const auto& key : file.signing_keys) {
            if (resolver_ == nullptr || !key.is_active({.time = now}) ||
                !takes_over(key, signed_before)) {
                continue;
            }
            const auto half = read(key.file, no_demands);
            const auto known = in_force_.find({key.domain, key.selector});
            if (!half ||
                (known != in_force_.end() && known->second == sha256(public_half(*half)))) {
                continue;
            }
            const auto name = key_record_name(key.selector, key.domain);
            auto seen = published_key(name, *half, *resolver_, deadline);
            if (!seen) {
                doubts.unknown.push_back(name + ": " + seen.error().what);
                return doubts;  // the others would wait for the same
            }
            proofs_.prove(key, *half, *seen);
            if (!seen->trouble.empty()) {
                doubts.refused.push_back(name + ": " + seen->trouble);
            }
        }
    }
    return doubts;
}

void KeyGate::pass(const std::vector<LoadedRules>& files) {
    const auto read = read_once();
    std::map<std::string, std::string> hashes;  // by file
    in_force_.clear();
    keys_in_force_.clear();
    for (const auto& file : files) {
        for (const auto& key : file.signing_keys) {
            auto known = hashes.find(key.file);
            if (known == hashes.end()) {
                const auto half = read(key.file, no_demands);
                known = hashes.emplace(key.file, half ? sha256(public_half(*half)) : "").first;
            }
            in_force_[{key.domain, key.selector}] = known->second;
            keys_in_force_.push_back(key);
        }
    }
}

}  // namespace msa
