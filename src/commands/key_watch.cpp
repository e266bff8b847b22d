#include "commands/key_watch.h"

#include "commands/key_sight.h"
#include "crypto/kept_keys.h"
#include "dkim/key_record.h"

#include <algorithm>
#include <exception>

namespace msa {
namespace {

using std::chrono::system_clock;

// A stop waits for the question that is open.
constexpr std::chrono::seconds patience{3};
constexpr std::chrono::minutes soon{1};
constexpr std::chrono::minutes later{10};

/// What was loaded to sign has been examined: here it is only read.
constexpr KeyDemands no_demands{.minimum_rsa_bits = 1024, .require_safe = false};

}  // namespace

KeyWatch::KeyWatch(const RulesInForce& rules, const Resolver* resolver)
    : rules_(rules), resolver_(resolver) {}

void KeyWatch::begin() {
    looking_.emplace(std::chrono::seconds(1), [this] { look(); });
}

void KeyWatch::end() {
    is_over_ = true;
    if (looking_) {
        looking_->end();
    }
}

void KeyWatch::look() {
    try {
        const auto now = std::chrono::steady_clock::now();
        const auto since = rules_.in_force_since();
        if (read_at_ == since && now < again_) {
            return;
        }
        if (read_at_ != since) {
            read_keys();
            read_at_ = since;
        }
        for (const auto& key : keys_) {
            if (is_over_) {
                return;
            }
            look_at(key);
        }
        const bool are_well = sights_.with([](const auto& sights) {
            return std::all_of(sights.begin(), sights.end(), [](const auto& each) {
                return each.second.fits == true && each.second.cannot_tell.empty();
            });
        });
        again_ = std::chrono::steady_clock::now() + (are_well ? later : soon);
    } catch (const std::exception&) {
        again_ = std::chrono::steady_clock::now() + soon;  // no memory: what was seen stays
    }
}

/// Sights of keys that are still there stay.
void KeyWatch::read_keys() {
    keys_.clear();
    const auto now = system_clock::now();
    const auto read = read_once();
    std::map<Name, KeySight> kept;
    auto seen = sights_.with([](const auto& sights) { return sights; });
    for (const auto& key : rules_.keys()) {
        if (key.retire && *key.retire <= now) {
            continue;
        }
        const Name name(key.selector, key.domain);
        auto half = read(key.file, no_demands);
        kept[name] = seen[name];
        if (half) {
            keys_.push_back({key, *std::move(half), {}});
        } else {
            keys_.push_back({key, std::nullopt, half.error().what});
        }
    }
    sights_.with([&kept](auto& sights) { sights.swap(kept); });
}

void KeyWatch::look_at(const Key& key) {
    Result<KeyInDns> seen = Error{"there is no resolver to ask"};
    if (!key.half) {
        seen = Error{key.trouble};
    } else if (resolver_ != nullptr) {
        seen = published_key(key_record_name(key.settings.selector, key.settings.domain), *key.half,
                             *resolver_, std::chrono::steady_clock::now() + patience);
    }
    if (seen) {
        proofs_.prove(key.settings, *key.half, *seen);
    }
    sights_.with([&](auto& sights) {
        auto& sight = sights[{key.settings.selector, key.settings.domain}];
        sight.cannot_tell = seen ? std::string() : seen.error().what;
        if (seen) {  // else what it said before still holds
            sight.fits = seen->trouble.empty();
            sight.why = seen->trouble;
            sight.at = system_clock::now();
        }
    });
}

std::optional<KeySight> KeyWatch::sight(const SigningKeySettings& key) const {
    return sights_.with([&key](const auto& sights) {
        const auto found = sights.find({key.selector, key.domain});
        return found == sights.end() ? std::nullopt : std::optional(found->second);
    });
}

}  // namespace msa
