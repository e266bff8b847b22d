#include "policy/rule_sets.h"

#include "base/text.h"
#include "ownership/last_owner.h"

#include <algorithm>
#include <string_view>

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

Error refused(const RuleSet& rules, std::string_view why) {
    return {rules.file + ": " + std::string(why) +
                "; allow_none = true at the top says that this is meant",
            ErrorKind::bad_config};
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

Result<void> RuleSets::may_become(const RuleSets& next, const Moment& now,
                                  const std::set<std::string>& retired) const {
    for (const auto& after : next.sets_) {
        const auto before = std::find_if(sets_.begin(), sets_.end(), [&after](const auto& each) {
            return each->file == after->file;
        });
        if (before == sets_.end() || after->allow_none) {
            continue;
        }
        if ((*before)->signer != nullptr && after->signer == nullptr &&
            !retired.contains(after->file)) {
            return refused(*after, "has no key to sign with any more");
        }
        if (takes_every_right((*before)->owners, after->owners, now)) {
            return refused(*after, after->owners.settings().self
                                       ? "nobody owns an address any more: self = true gives none "
                                         "to logins that are not addresses"
                                       : "nobody owns an address any more");
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
