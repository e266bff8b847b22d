#include "limits/used_up_keys.h"

#include <algorithm>

namespace msa {

void UsedUpKeys::note(const Charge& charge, const LimitAnswer& answer, LimitAnswer::Instant now) {
    if (answer.is_within || !charge.is_enforced) {
        return;
    }
    const auto here = std::chrono::steady_clock::now();
    const auto heals = std::max<LimitAnswer::Instant::duration>(
        answer.is_too_much ? at_least : answer.next_at - now, {});
    until_.with([&](auto& until) {
        if (until.size() >= most && !until.contains(charge.key)) {
            until.clear();  // they are told at a recipient once more
        }
        until[charge.key] = here + heals;
    });
    is_any_ = true;
}

bool UsedUpKeys::has_any(const std::vector<Charge>& charges) const {
    if (!is_any_) {
        return false;
    }
    const auto here = std::chrono::steady_clock::now();
    return until_.with([&](const auto& until) {
        return std::any_of(charges.begin(), charges.end(), [&](const Charge& charge) {
            const auto found = charge.is_enforced ? until.find(charge.key) : until.end();
            return found != until.end() && found->second > here;
        });
    });
}

}  // namespace msa
