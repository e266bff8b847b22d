// What limits have counted, for people; see memory_limits.h.
#include "limits/memory_limits.h"

#include <algorithm>

namespace msa {

Result<std::vector<LimitUse>> MemoryLimits::fullest(std::size_t most) {
    const auto at = now();
    const auto system = system_();
    return state_.with([&](const State& state) -> Result<std::vector<LimitUse>> {
        std::vector<LimitUse> uses;
        for (const auto& [key, counted] : state.keys) {
            // Who was seen as a newcomer is known for longer than it counts.
            const auto end = counted.counting() == Counting::newcomers ? counted.rate().empty_at()
                                                                       : counted.useless_at();
            const auto left = std::chrono::nanoseconds(std::max<Time>(end - at, 0));
            if (const auto used = counted.used(at); used > 0) {
                uses.push_back(
                    {.key = key,
                     .used = used,
                     .empty_at = system +
                                 std::chrono::duration_cast<LimitAnswer::Instant::duration>(left)});
            }
        }
        const auto end = uses.begin() + static_cast<std::ptrdiff_t>(std::min(most, uses.size()));
        std::partial_sort(uses.begin(), end, uses.end(), [](const auto& one, const auto& other) {
            return one.used != other.used ? one.used > other.used : one.key < other.key;
        });
        uses.erase(end, uses.end());
        return uses;
    });
}

Result<std::size_t> MemoryLimits::forget(const std::vector<Charge>& keys) {
    return state_.with([&](State& state) -> Result<std::size_t> {
        std::size_t count = 0;
        for (const auto& each : keys) {
            const auto found = state.keys.find(each.key);
            if (found == state.keys.end()) {
                continue;
            }
            auto& counted = found->second;
            const auto members = counted.members().size();
            counted.begin_again();
            state.members -= members - counted.members().size();
            note_change(state, *found);
            ++count;
        }
        return count;
    });
}

}  // namespace msa
