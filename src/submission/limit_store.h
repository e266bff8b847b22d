// What limits ask of the place where they count: the daemon's memory, or a server that hosts share.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What a limit allows. All above 0.
struct Quota {
    std::int64_t events = 1;         // so many
    std::chrono::seconds window{1};  // in this time, evenly
    std::int64_t burst = 1;          // at once, after a time of rest
};

/// How a limit counts.
enum class Counting {
    amount,     // the costs, by the generic cell rate algorithm
    newcomers,  // as amount, but a member that was seen in the last `memory` costs nothing
    distinct,   // different members in the last window; `events` of them, the burst has no meaning
    share,      // costs of 1 among costs of 0 and 1 in the last window: `events` in a hundred, once
                // there are `burst` of both; counted in ten slices of the window
};

/// What may be charged at once, as LimitAnswer::left counts it.
[[nodiscard]] constexpr std::int64_t whole(const Quota& quota, Counting counting) {
    return counting == Counting::amount || counting == Counting::newcomers ? quota.burst
                                                                           : quota.events;
}

/// What is to be counted under one key.
struct Charge {
    std::string key;  // of a limit and of whom it is: printable ASCII
    Quota quota{};
    Counting counting = Counting::amount;
    std::int64_t cost = 1;  // 0 or more
    std::string member{};   // of newcomers and distinct; a store outside keeps no clear text
    std::chrono::seconds memory{};  // of newcomers
    bool is_enforced = true;     // false: counted where it is within its limit; holds up no other
    bool is_final = false;       // true: counted whatever the others say, and never given back
    bool is_question = false;    // true: nothing is counted, only the answer is wanted
    bool is_of_message = false;  // counted by the transaction alone, and by no store
};

/// What a limit says to a charge.
struct LimitAnswer {
    using Instant = std::chrono::system_clock::time_point;

    bool is_within = true;
    bool is_too_much = false;  // alone it is above the burst: no waiting helps
    std::int64_t left = 0;     // what could be charged now, after this one where it was charged
    Instant next_at{};         // where not within: when the same charge would be
    bool is_local = false;     // counted by this host alone: the store that hosts share is away
};

/// How full one key is now.
struct LimitUse {
    std::string key;                  // as in Charge
    std::int64_t used = 0;            // costs, rounded up; members; per cent of a share
    LimitAnswer::Instant empty_at{};  // when nothing of it is left
};

class LimitStore {
public:
    virtual ~LimitStore() = default;

    /// Charges all where each enforced one is within its limit, and otherwise only those that are
    /// final and those that are not enforced. One answer a charge, in their order. What is not
    /// final is only reserved until the transaction ends, or for an hour. An error means "cannot
    /// tell": nothing is charged.
    [[nodiscard]] virtual Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) = 0;
    /// The message was accepted: what it reserved is used up.
    virtual void commit(std::string_view transaction) noexcept = 0;
    /// It was not: what it reserved is free again.
    virtual void give_back(std::string_view transaction) noexcept = 0;

    /// Whether what a message is charged may wait for its first recipient, so that one call judges
    /// both. Not where it would be refused now: who sends it is told so at once.
    [[nodiscard]] virtual bool may_wait(const std::vector<Charge>& /*of_message*/) { return false; }

    /// The fullest keys, `most` of them. Error: they cannot be listed.
    [[nodiscard]] virtual Result<std::vector<LimitUse>> fullest(std::size_t /*most*/) {
        return Error{"what limits have counted cannot be listed here; ask for one login"};
    }
    /// Begins again with these keys; known newcomers stay known. How many keys there were.
    [[nodiscard]] virtual Result<std::size_t> forget(const std::vector<Charge>& /*keys*/) {
        return Error{"what limits have counted cannot be forgotten here"};
    }
};

}  // namespace msa
