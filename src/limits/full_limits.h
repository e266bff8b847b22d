// Whose limits are at least half used, told to the server by each host that counts there: its keys
// are names that nobody can read back. A thread tells it; no message waits for that.
#pragma once

#include "base/guarded.h"
#include "limits/shared_hash.h"
#include "submission/limit_store.h"

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace msa {

class FullLimits {
public:
    using Instant = std::chrono::steady_clock::time_point;

    /// How long the server knows of one, and how many it knows.
    static constexpr std::chrono::hours known_for{48};
    static constexpr std::size_t most_known = 10'000;

    /// Both must outlive it.
    FullLimits(RedisCaller& caller, const LimitNames& names);

    /// Notes whom it is about, where it is at least half used and that is not known yet.
    void note(const Charge& charge, const LimitAnswer& answer);
    /// Tells the server what was noted, if a second has passed since the last time.
    void tell_at(Instant now);
    /// Tells it now, and asks for what all hosts have told.
    [[nodiscard]] Result<std::vector<Charge>> all();

private:
    struct Noted {
        std::unordered_map<std::string, Instant> told{};  // when, by key
        std::vector<Charge> waiting{};
    };

    [[nodiscard]] Result<void> tell();
    [[nodiscard]] Result<void> forget(const SharedHash::Look& look);

    SharedHash hash_;
    Guarded<Noted> noted_;
    std::mutex telling_;  // guards what follows
    Instant tells_at_{};
    Instant forgets_at_{};
};

}  // namespace msa
