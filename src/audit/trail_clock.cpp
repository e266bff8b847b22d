// Notices that the clock was set, see trail_clock.h.
#include "audit/trail_clock.h"

#include <utility>

namespace msa {

std::optional<TrailClock::Step> TrailClock::step(Wall wall, Steady steady) {
    constexpr std::chrono::seconds tolerance{10};
    const auto last = std::exchange(last_, Reading{wall, steady});
    if (!last) {
        return std::nullopt;
    }
    const auto expected =
        last->wall + std::chrono::duration_cast<Wall::duration>(steady - last->steady);
    const auto off = std::chrono::abs(wall - expected);
    return off > tolerance || wall < last->wall ? std::optional(Step{expected, wall})
                                                : std::nullopt;
}

}  // namespace msa
