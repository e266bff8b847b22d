// The rule sets in force, one a rule file, each for the listeners in its scope: immutable, replaced
// whole.
#pragma once

#include "policy/rule_set.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace msa {

class RuleSets {
public:
    /// At least one; no listener may be in the scope of two.
    explicit RuleSets(std::vector<std::shared_ptr<const RuleSet>> sets,
                      std::shared_ptr<const RuleSets> candidate = nullptr)
        : sets_(std::move(sets)), candidate_(std::move(candidate)) {}

    /// Who judges a session, if anybody does.
    struct Choice {
        std::shared_ptr<const RuleSet> rules;  // where none of several governs: one that names none
        Result<bool> governs;                  // see RuleSet::governs()
    };
    [[nodiscard]] Choice for_session(const Session& session) const;

    /// Whether the same files, read again, may take the place of these. Error: one of them has no
    /// key any more, or leaves nobody an address, and does not say that this is meant. `retired`:
    /// files whose keys somebody has retired one by one, so that having none is meant.
    [[nodiscard]] Result<void> may_become(const RuleSets& next, const Moment& now,
                                          const std::set<std::string>& retired = {}) const;

    [[nodiscard]] const std::vector<std::shared_ptr<const RuleSet>>& sets() const { return sets_; }
    /// What judges beside these, and of which nothing is done; null: nothing does.
    [[nodiscard]] const std::shared_ptr<const RuleSets>& candidate() const { return candidate_; }

    /// Of all, in their order, with commas between them.
    [[nodiscard]] std::string versions() const;
    [[nodiscard]] std::string hashes() const;

private:
    std::vector<std::shared_ptr<const RuleSet>> sets_;
    std::shared_ptr<const RuleSets> candidate_;
};

}  // namespace msa
