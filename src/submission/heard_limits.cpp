#include "submission/heard_limits.h"

#include <algorithm>

namespace msa {

Result<LimitAnswer> HeardLimits::answer(std::string_view transaction, const Charge& charge) {
    auto& used = used_[charge.key];
    std::uint64_t before = 0;
    static const std::vector<LimitFact> nothing;
    for (const auto& fact : heard_ == nullptr ? nothing : *heard_) {
        if (fact.key != charge.key) {
            continue;
        }
        if (used < before + fact.times) {
            ++used;
            if (!fact.error.empty()) {
                return Error{fact.error};
            }
            return LimitAnswer{.is_within = fact.is_within,
                               .is_too_much = fact.is_too_much,
                               .left = fact.left,
                               .next_at = fact.next_at,
                               .is_local = fact.is_local};
        }
        before += fact.times;
    }
    return unknown_(transaction, charge);
}

Result<std::vector<LimitAnswer>> HeardLimits::reserve(std::string_view transaction,
                                                      const std::vector<Charge>& charges) {
    std::vector<LimitAnswer> answers;
    for (const auto& charge : charges) {
        const bool is_noted =
            charge.is_final && !charge.is_enforced && charge.counting != Counting::distinct;
        const bool is_heard = heard_ != nullptr &&
                              std::any_of(heard_->begin(), heard_->end(),
                                          [&](const auto& each) { return each.key == charge.key; });
        if (is_noted && is_heard) {
            answers.emplace_back();  // it asks nothing
            continue;
        }
        auto said = answer(transaction, charge);
        if (!said) {
            return said.error();
        }
        answers.push_back(*said);
    }
    return answers;
}

}  // namespace msa
