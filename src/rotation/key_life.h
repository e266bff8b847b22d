// Where a key in a folder is in its life. What is known stands beside the key, in SELECTOR.state: a
// key without it was put there by somebody, and signs.
//
//     generated -> published -> active -> retired -> revoked
#pragma once

#include "base/replace_file.h"
#include "base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

enum class KeyState {
    generated,  // made; its record is to be published
    published,  // all authoritative servers have its record
    active,     // it signs
    retired,    // it signs no more; its record stays, for mail that is under way
    revoked     // its record is to be taken back (p=), and the private key is gone
};

[[nodiscard]] const char* to_text(KeyState state);
[[nodiscard]] std::optional<KeyState> key_state(std::string_view word);

struct KeyLife {
    using Instant = std::chrono::system_clock::time_point;

    KeyState state = KeyState::active;
    Instant since{};          // when it came into this state; of a retired one: signed last
    std::string algorithm{};  // rsa-sha256 or ed25519-sha256; empty: not known yet
    int bits = 0;
    std::string record{};   // what DNS has, or is to have
    std::string follows{};  // selector of the key that retires when this one signs; empty: none
    bool is_gone = false;   // revoked, and no server has the record any more
};

/// One line of JSON, with its end.
[[nodiscard]] std::string to_text(const KeyLife& life);
/// Error, bad_config: no text of the above.
[[nodiscard]] Result<KeyLife> parse_key_life(std::string_view text);

}  // namespace msa
