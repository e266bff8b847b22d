// How much a replay may find before it counts as failed: `accepted->rejected>0`.
#pragma once

#include "base/result.h"
#include "workbench/replay_sums.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct ReplayLimit {
    std::string text;                   // as it was written
    std::string word;                   // different, undecidable, or see difference_words()
    std::optional<Disposition> from{};  // of a transition; absent: any
    std::optional<Disposition> to{};
    bool is_transition = false;
    std::uint64_t most = 0;
    bool is_percent = false;  // of all transactions

    /// How many transactions it is about.
    [[nodiscard]] std::uint64_t count(const ReplaySums& sums) const;
    [[nodiscard]] bool is_exceeded(const ReplaySums& sums) const;
};

/// `FROM->TO>N`, `WORD>N`, or `N%`; without `>N` none may be. Error, bad_input: what is wrong with
/// it, and what may have been meant.
[[nodiscard]] Result<ReplayLimit> parse_replay_limit(std::string_view text);

}  // namespace msa
