// Where servers of Redis say that others are: in errors of a cluster, in its list of slots, and in
// what a Sentinel answers. Nothing of it is believed before it is read as a place.
#pragma once

#include "limits/limit_keys.h"
#include "limits/redis_reply.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Slots of one master, the last one included, and its place as parse_redis_node() reads it.
struct SlotRange {
    std::size_t first = 0;
    std::size_t last = 0;
    std::string place{};
};

/// Of CLUSTER SLOTS. No slot comes twice: whoever names it first has it, and a range that is no
/// range or takes a slot again is left out.
[[nodiscard]] std::vector<SlotRange> slot_ranges(const ServerReply& reply);

/// Of SENTINEL GET-MASTER-ADDR-BY-NAME; empty: the Sentinel names nobody.
[[nodiscard]] std::string sentinel_master(const ServerReply& reply);

/// Of an error MOVED or ASK: "MOVED 3999 127.0.0.1:6381" names "127.0.0.1:6381".
[[nodiscard]] std::string_view moved_place(std::string_view error);

}  // namespace msa
