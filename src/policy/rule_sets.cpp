#include "policy/rule_sets.h"

#include "base/text.h"

#include <algorithm>

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

Result<void> RuleSets::may_become(const RuleSets& next) const {
    for (const auto& after : next.sets_) {
        const auto before = std::find_if(sets_.begin(), sets_.end(), [&after](const auto& each) {
            return each->file == after->file;
        });
        const bool signed_before = before != sets_.end() && (*before)->signer != nullptr;
        if (signed_before && after->signer == nullptr && !after->allow_none) {
            return Error{after->file +
                             ": has no key to sign with any more; allow_none = true at "
                             "the top says that this is meant",
                         ErrorKind::bad_config};
        }
    }
    return {};
}

std::string RuleSets::versions() const {
    return joined(sets_, &RuleSet::version);
}

std::string RuleSets::hashes() const {
    return joined(sets_, &RuleSet::hash);
}

}  // namespace msa
