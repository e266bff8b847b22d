// How limits are counted in Redis, and what was counted of that.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace msa {

/// What decides while the server cannot be asked.
enum class WithoutRedis {
    local,   // our own counters, each limit divided by `hosts`
    accept,  // everything is within its limit
    defer,   // nothing: "cannot tell"
};

struct RedisLimitSettings {
    std::vector<std::string> servers{};  // see redis_url.h; at least one
    std::string sentinel_master{};       // not empty: the servers are Sentinels, which name it
    bool is_cluster = false;             // the servers are nodes of one
    std::string user{};
    std::string password_file{};  // see base/secret_file.h; empty: no password
    std::string ca_file{};        // PEM; empty: the system's authorities alone
    std::string secret_file{};    // the key of all names; the same on all hosts
    WithoutRedis on_error = WithoutRedis::local;
    std::int64_t hosts = 1;
    std::chrono::milliseconds deadline{50};  // of one call, all that is repeated included
    std::chrono::microseconds lapse = std::chrono::hours(1);  // of what nobody ends
};

/// Since the start.
struct RedisLimitCounts {
    std::uint64_t answered = 0;    // calls that the server decided
    std::uint64_t unanswered = 0;  // calls that it did not
    std::uint64_t lost_ends = 0;   // ends that were never told: what they held lapses
    std::size_t waiting_ends = 0;  // ends that the server is still to be told
};

}  // namespace msa
