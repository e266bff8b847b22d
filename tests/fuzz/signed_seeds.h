// The one tree that is signed with a key that nobody has any more: what the seeds of the trail's
// readers are made of. Whatever else is taken for signed or proven is a forgery.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

inline constexpr std::string_view seed_key =
    "msa1.example.net/msa-milter/2026+5ce23205+AXwYoygG5+"
    "E03SDOuckRl0kTtLWcOAwaYLtE2p460hyU";

/// Those of its twelve records that have proofs among the seeds: 1 to 11.
[[nodiscard]] inline std::string seed_record(std::size_t n) {
    const auto digits = std::to_string(n);
    return "{\"n\":" + digits + ",\"time\":\"2026-03-01T00:00:" + (n < 10 ? "0" : "") + digits +
           ".000000Z\",\"v\":2,\"record\":\"transaction\",\"host\":\"msa1.example.net\","
           "\"session\":\"s" +
           digits + "\"}";
}

/// Its checkpoints are of 9 and of 12 records.
[[nodiscard]] inline bool is_seed_size(std::size_t size) {
    return size == 9 || size == 12;
}

}  // namespace msa
