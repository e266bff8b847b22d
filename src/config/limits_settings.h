// [limits] of msa-milter.toml: where is counted, and what decides while that place is away.
#pragma once

#include "config/described.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct LimitsSettings {
    std::optional<std::string> file{};  // or "none"; absent: in the folder of the service
    std::string store = "memory";       // or "redis"
    std::vector<std::string> redis{};   // servers; see the manual for the forms of their addresses
    std::string redis_sentinel{};       // what Sentinels call the master; empty: no Sentinels
    bool redis_cluster = false;         // the servers are nodes of a cluster
    std::string user{};                 // empty: the default one
    std::string password_file{};        // empty: no password
    std::string ca_file{};              // empty: the system's authorities alone
    std::string secret_file{};          // the key of what the server is told
    std::string on_error = "local";     // or "accept", "defer"
    std::int64_t hosts = 1;             // that share the store
    std::chrono::milliseconds deadline{50};  // of one call

    bool operator==(const LimitsSettings&) const = default;
};

[[nodiscard]] const SectionOf<LimitsSettings>& limits_section();

}  // namespace msa
