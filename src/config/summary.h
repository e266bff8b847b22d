// A rule set in a line, for whoever reviews its file.
#pragma once

#include "policy/rule_set.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace msa {

struct RuleSummary {
    using Instant = std::chrono::system_clock::time_point;
    std::size_t enforced = 0;
    std::size_t monitored = 0;
    std::optional<Instant> monitored_until;  // the first end of a monitoring
    std::size_t off = 0;
    std::size_t exceptions = 0;  // that have not ended
    std::optional<Instant> next_exception_end;
    std::size_t delegations = 0;                   // that have not ended
    std::vector<std::string> keys;                 // DOMAIN/SELECTOR
    std::vector<std::string> domains_without_key;  // of owners whose tables can be listed

    [[nodiscard]] std::string text() const;
};

[[nodiscard]] RuleSummary summary_of(const RuleSet& rules, RuleSummary::Instant now);

/// Domains of owners for which no key is active. Of a table that cannot be listed nothing is said.
[[nodiscard]] std::vector<std::string> domains_without_key(const RuleSet& rules,
                                                           RuleSummary::Instant now);

/// The last day of what ends then: 2027-06-30.
[[nodiscard]] std::string last_day(RuleSummary::Instant end);

}  // namespace msa
