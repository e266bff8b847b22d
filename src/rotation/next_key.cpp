#include "rotation/next_key.h"

#include "dkim/key_record.h"

#include <algorithm>
#include <chrono>

namespace msa {

std::string signs_now(const std::vector<FolderKey>& keys, const std::string& domain,
                      const std::string& algorithm) {
    const FolderKey* newest = nullptr;
    for (const auto& key : keys) {
        if (key.domain == domain && key.life.algorithm == algorithm &&
            key.life.state == KeyState::active &&
            (newest == nullptr || newest->life.since < key.life.since)) {
            newest = &key;
        }
    }
    return newest == nullptr ? "" : newest->selector;
}

std::string day_text(KeyLife::Instant instant, const std::string& between) {
    constexpr unsigned ten = 10;
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(instant));
    std::string text = std::to_string(static_cast<int>(date.year()));
    for (const auto part :
         {static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day())}) {
        text += between + (part < ten ? "0" : "") + std::to_string(part);
    }
    return text;
}

std::string next_selector(const std::vector<FolderKey>& keys, const std::string& domain,
                          KeyAlgorithm algorithm, KeyLife::Instant now) {
    const std::string ending = algorithm == KeyAlgorithm::rsa_sha256 ? "r" : "e";
    const auto is_taken = [&](const std::string& selector) {
        return std::any_of(keys.begin(), keys.end(), [&](const FolderKey& key) {
            return key.domain == domain && key.selector == selector;
        });
    };
    const auto begin = 's' + day_text(now);
    auto selector = begin + ending;
    for (char letter = 'a'; is_taken(selector) && letter <= 'z'; ++letter) {
        selector = begin;
        selector += letter;
        selector += ending;
    }
    return selector;
}

FolderKey new_folder_key(const std::string& folder, const std::string& domain,
                         const std::string& selector, const PrivateKey& key,
                         const std::vector<FolderKey>& keys, KeyLife::Instant now) {
    FolderKey made{.domain = domain,
                   .selector = selector,
                   .file = folder + '/' + domain + '/' + selector + ".pem"};
    made.has_state = true;
    made.life = {.state = KeyState::generated,
                 .since = now,
                 .algorithm = std::string(to_text(key.algorithm)),
                 .bits = key.bits,
                 .record = key_record(key)};
    made.life.follows = signs_now(keys, domain, made.life.algorithm);
    return made;
}

}  // namespace msa
