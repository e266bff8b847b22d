// Looks, time and again, whether DNS publishes the keys that the rules in force sign with.
#pragma once

#include "base/guarded.h"
#include "base/repeated.h"
#include "commands/record_proofs.h"
#include "commands/rules_in_force.h"
#include "crypto/private_key.h"
#include "submission/ports.h"
#include "submission/signing_settings.h"

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// What DNS last said of a key.
struct KeySight {
    using Instant = std::chrono::system_clock::time_point;

    std::optional<bool> fits{};  // absent: it has said nothing yet
    std::string why{};           // it does not
    Instant at{};                // when it said so
    std::string cannot_tell{};   // why it says nothing now; empty: it does
};

class KeyWatch {
public:
    /// Both must outlive this; null: there is nobody to ask.
    KeyWatch(const RulesInForce& rules, const Resolver* resolver);
    KeyWatch(const KeyWatch&) = delete;
    KeyWatch& operator=(const KeyWatch&) = delete;

    /// Asks from now on: a minute apart while something is wrong, else ten.
    void begin();
    /// Asks no more; returns at once.
    void end();

    /// Absent: nobody was asked yet, or it is retired.
    [[nodiscard]] std::optional<KeySight> sight(const SigningKeySettings& key) const;

private:
    using Name = std::pair<std::string, std::string>;  // selector and domain
    using Steady = std::chrono::steady_clock::time_point;
    struct Key {
        SigningKeySettings settings;
        std::optional<PrivateKey> half;
        std::string trouble;  // why it cannot be read any more
    };

    void look();
    void read_keys();
    void look_at(const Key& key);

    const RulesInForce& rules_;
    const Resolver* resolver_;
    std::atomic<bool> is_over_ = false;
    std::optional<std::chrono::system_clock::time_point> read_at_;  // when what is in force began
    std::vector<Key> keys_;
    Steady again_{};
    RecordProofs proofs_;
    Guarded<std::map<Name, KeySight>> sights_;
    std::optional<Repeated> looking_;  // the last member: its thread uses all others
};

}  // namespace msa
