// What servers say of others, see redis_places.h.
#include "limits/redis_places.h"

#include <algorithm>
#include <cstdint>

namespace msa {
namespace {

using Kind = ServerReply::Kind;

/// From, to, and the master: its address, none for the one that is asked, and its port; perhaps
/// more.
bool is_range(const ServerReply& reply) {
    constexpr auto last_slot = static_cast<std::int64_t>(cluster_slots) - 1;
    const auto& parts = reply.list;
    return parts.size() >= 3 && parts[0].kind == Kind::number && parts[1].kind == Kind::number &&
           parts[0].number >= 0 && parts[0].number <= parts[1].number &&
           parts[1].number <= last_slot && parts[2].list.size() >= 2 &&
           parts[2].list[1].kind == Kind::number;
}

}  // namespace

std::vector<SlotRange> slot_ranges(const ServerReply& reply) {
    std::vector<SlotRange> ranges;
    std::vector<bool> is_taken(cluster_slots, false);
    for (const auto& each : reply.list) {
        if (!is_range(each)) {
            continue;
        }
        const auto first = static_cast<std::size_t>(each.list[0].number);
        const auto last = static_cast<std::size_t>(each.list[1].number);
        const auto begin = is_taken.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = is_taken.begin() + static_cast<std::ptrdiff_t>(last) + 1;
        if (std::find(begin, end, true) != end) {
            continue;
        }
        std::fill(begin, end, true);
        const auto& master = each.list[2].list;
        ranges.push_back({first, last, master[0].text + ':' + std::to_string(master[1].number)});
    }
    return ranges;
}

std::string sentinel_master(const ServerReply& reply) {
    return reply.kind == Kind::list && reply.list.size() == 2
               ? reply.list[0].text + ':' + reply.list[1].text
               : std::string();
}

std::string_view moved_place(std::string_view error) {
    const auto blank = error.rfind(' ');
    return blank == std::string_view::npos ? std::string_view() : error.substr(blank + 1);
}

}  // namespace msa
