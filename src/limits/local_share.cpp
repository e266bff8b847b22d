// Shares of limits, see local_share.h.
#include "limits/local_share.h"

#include <algorithm>

namespace msa {

std::vector<Charge> local_shares(std::vector<Charge> charges, std::int64_t hosts) {
    const auto part = [hosts](std::int64_t whole) {
        return std::max<std::int64_t>(whole / hosts, 1);
    };
    for (auto& charge : charges) {
        auto& quota = charge.quota;
        switch (charge.counting) {
            case Counting::amount:
            case Counting::newcomers:
                quota.window *= hosts;  // as many events in a longer time: nothing is rounded away
                quota.burst = part(quota.burst);
                break;
            case Counting::distinct: quota.events = part(quota.events); break;
            case Counting::share: quota.burst = part(quota.burst); break;
        }
    }
    return charges;
}

}  // namespace msa
