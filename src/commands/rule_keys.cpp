#include "commands/rule_keys.h"

#include "commands/services.h"
#include "crypto/kept_keys.h"
#include "dkim/key_record.h"

#include <chrono>
#include <set>
#include <string>
#include <utility>

namespace msa {

Result<RuleKeys> load_rule_keys(const RuleOptions& options) {
    const auto now = std::chrono::system_clock::now();
    RuleKeys rules;
    auto services = rule_services();
    services.make_signer = [&rules, now,
                            make = services.make_signer](const SigningSettings& named) {
        auto kept = std::make_shared<SigningSettings>(named);
        std::erase_if(kept->keys,
                      [now](const auto& key) { return key.retire && *key.retire <= now; });
        rules.signing.push_back(std::move(kept));
        return make(named);
    };
    auto loaded = load_named_rules(options, services);
    if (!loaded) {
        return loaded.error();
    }
    rules.files = *std::move(loaded);
    return rules;
}

Result<std::vector<SiteKey>> read_keys(const RuleKeys& rules) {
    std::vector<SiteKey> keys;
    const auto read = read_once();
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& settings : rules.signing) {
        for (const auto& each : settings->keys) {
            auto name = key_record_name(each.selector, each.domain);
            if (!seen.emplace(name, each.file).second) {
                continue;
            }
            auto key = read(each.file, {.minimum_rsa_bits = settings->minimum_rsa_bits,
                                        .require_safe = settings->require_safe_keys});
            if (!key) {
                return key.error();
            }
            keys.push_back({std::move(name), each, settings, *std::move(key)});
        }
    }
    return keys;
}

}  // namespace msa
