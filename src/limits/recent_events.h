// Rates of message_rate, counted as limits are: they outlive a change of the rules and, kept by a
// RateKeeper, the daemon.
#pragma once

#include "limits/memory_limits.h"
#include "limits/rate_file.h"
#include "submission/ports.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace msa {

/// `events` may come at once, then one more each `window / events`. Keys whose window has run empty
/// are forgotten where room is needed.
class RecentEvents final : public RateCounter {
public:
    using Clock = MemoryLimits::Clock;

    /// `clock` must never go backwards. With `most_keys` keys in use, further ones are an error.
    RecentEvents(Clock clock, std::size_t most_keys);

    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override;

    /// Those that changed since the last call, the first time all; or all, which are then no
    /// changes any more. From the first call on there must be others: until then, changes are kept.
    [[nodiscard]] std::vector<KeptRate> take_changes();
    [[nodiscard]] std::vector<KeptRate> take_all();
    /// What is not empty, without its window.
    [[nodiscard]] std::vector<KeptRate> counted();
    /// Begins again with those of which this is true; how many there were.
    std::size_t forget(const std::function<bool(const std::string& key)>& is_meant);
    /// Of a key that has been counted meanwhile, the later instant holds. No window is fuller than
    /// full, whatever clock the kept ones are from.
    void restore(const std::vector<KeptRate>& kept);

private:
    MemoryLimits limits_;
};

}  // namespace msa
