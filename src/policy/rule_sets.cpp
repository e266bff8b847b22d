#include "policy/rule_sets.h"

#include "base/text.h"

namespace msa {
namespace {

std::string joined(const std::vector<std::shared_ptr<const RuleSet>>& sets,
                   std::string RuleSet::*member) {
    std::vector<std::string> words;
    words.reserve(sets.size());
    for (const auto& rules : sets) {
        words.push_back((*rules).*member);
    }
    return join(words, ",");
}

}  // namespace

RuleSets::Choice RuleSets::for_session(const Session& session) const {
    for (const auto& rules : sets_) {
        auto governs = rules->governs(session);
        if (!governs || *governs) {
            return {rules, std::move(governs)};
        }
    }
    return {sets_.size() == 1 ? sets_.front() : std::make_shared<const RuleSet>(), false};
}

std::string RuleSets::versions() const {
    return joined(sets_, &RuleSet::version);
}

std::string RuleSets::hashes() const {
    return joined(sets_, &RuleSet::hash);
}

}  // namespace msa
