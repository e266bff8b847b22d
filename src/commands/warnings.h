// What an operator must act on, and the facts behind it.
#pragma once

#include "commands/running.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace msa {

/// active, waiting (for its `activate`), or retired.
[[nodiscard]] const char* key_state(const SigningKeySettings& key,
                                    std::chrono::system_clock::time_point now);

/// Those that have keys, none of which is active.
[[nodiscard]] std::vector<std::string> unsigned_domains(const std::vector<SigningKeySettings>& keys,
                                                        std::chrono::system_clock::time_point now);

/// In octets; absent: not to be had.
struct TrailSpace {
    std::optional<std::uint64_t> octets;  // of the file
    std::optional<std::uint64_t> free;    // for the daemon, beside it
};
[[nodiscard]] TrailSpace trail_space(const std::string& file);

/// Less beside the trail is too little, in octets.
inline constexpr std::uint64_t low_water = std::uint64_t{256} << 20U;

/// A sentence each; the first are the worst.
[[nodiscard]] std::vector<std::string> warnings(const Running& running,
                                                std::chrono::system_clock::time_point now);

}  // namespace msa
