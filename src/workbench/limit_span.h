// One key of a limit of which not everything that was charged is known: what it may have counted.
#pragma once

#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace msa {

/// Shares of refused recipients are left out: whom other rules would have refused, only they know.
class LimitSpan {
public:
    using Instant = std::chrono::sys_time<std::chrono::nanoseconds>;

    /// Before `seen` anything may have been charged that nobody told of.
    void forget(Instant seen, const Charge& charge);
    /// Absent: that it is within the limit is as possible as not. `left` is what is left before.
    [[nodiscard]] std::optional<LimitAnswer> answer(const Charge& charge, Instant now) const;
    /// What can be charged in any case.
    [[nodiscard]] std::int64_t left(const Charge& charge, Instant now) const;
    /// Counts a charge, or, where that is not sure, perhaps.
    void count(const Charge& charge, Instant now, bool is_sure);
    /// Whether what was counted since `before` was counted at all, nobody can tell.
    void blur(const LimitSpan& before);

private:
    using Members = std::map<std::string, Instant, std::less<>>;  // when each was seen last
    struct Costs {
        std::int64_t least = 0;
        std::int64_t most = 0;
    };

    [[nodiscard]] Costs costs(const Charge& charge, Instant now) const;
    [[nodiscard]] std::optional<LimitAnswer> of_rate(const Charge& charge, Instant now) const;
    [[nodiscard]] std::optional<LimitAnswer> of_members(const Charge& charge, Instant now) const;

    Instant earliest_{};  // of when a rate is empty again; 1970: empty
    Instant latest_{};
    Members seen_{};
    Members perhaps_{};     // seen, or not
    Instant known_from_{};  // of members: before that, others may have been seen
};

}  // namespace msa
