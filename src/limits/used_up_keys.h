// Which limits of late refused somebody, and until when: where they are in a server, this host asks
// it anew only then whether a message could be told so at MAIL already.
#pragma once

#include "base/guarded.h"
#include "submission/limit_store.h"

#include <atomic>
#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace msa {

class UsedUpKeys {
public:
    using Instant = std::chrono::steady_clock::time_point;

    static constexpr std::size_t most = 10'000;  // beyond that, one is told at a recipient
    /// How long it is remembered that one message alone is above the whole limit.
    static constexpr std::chrono::minutes at_least{1};

    /// Notes it where an enforced limit was not within; `now` is the store's.
    void note(const Charge& charge, const LimitAnswer& answer, LimitAnswer::Instant now);
    /// Whether one of these, which would hold up a message, probably does.
    [[nodiscard]] bool has_any(const std::vector<Charge>& charges) const;

private:
    Guarded<std::unordered_map<std::string, Instant>> until_;  // by key
    std::atomic<bool> is_any_ = false;                         // most of the time there is none
};

}  // namespace msa
