#include "policy/transaction_limits.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace msa {
namespace {

/// One run of answers of a key goes on.
bool is_alike(const LimitFact& fact, const LimitAnswer& answer) {
    return fact.error.empty() && fact.is_within == answer.is_within &&
           fact.is_too_much == answer.is_too_much;
}

}  // namespace

void TransactionLimits::ask(std::vector<Asked> asked) {
    answers_.clear();
    auto charges = std::exchange(noted_, {});
    const auto noted = charges.size();
    for (const auto& each : asked) {
        if (each.charge) {
            charges.push_back(*each.charge);
        }
    }
    if (charges.empty()) {
        for (const auto& each : asked) {
            answers_.emplace_back(each.limit, each.charge.error());
        }
        return;
    }
    has_reserved_ = true;
    const auto said = store_.reserve(transaction_, charges);
    auto next = noted;
    bool holds_up = false;
    for (auto i = noted; said && i < charges.size(); ++i) {
        holds_up = holds_up || (charges[i].is_enforced && !(*said)[i].is_within);
    }
    for (const auto& each : asked) {
        if (!each.charge) {
            answers_.emplace_back(each.limit, each.charge.error());
            continue;
        }
        const auto& charge = charges[next];
        const auto answer = said ? Result<LimitAnswer>((*said)[next]) : said.error();
        ++next;
        if (answer && answer->is_within && !charge.is_question &&
            (!holds_up || !charge.is_enforced || charge.is_final)) {
            charged_[charge.key] += charge.cost;
        }
        remember(charge.key, answer);
        answers_.emplace_back(each.limit, answer);
    }
}

const Result<LimitAnswer>* TransactionLimits::answer(const Limit& limit) const {
    const auto known = std::find_if(answers_.begin(), answers_.end(),
                                    [&](const auto& each) { return each.first == &limit; });
    return known == answers_.end() ? nullptr : &known->second;
}

std::int64_t TransactionLimits::charged(const std::string& key) const {
    const auto known = charged_.find(key);
    return known == charged_.end() ? 0 : known->second;
}

void TransactionLimits::remember(const std::string& key, const Result<LimitAnswer>& answer) {
    const auto last = std::find_if(facts_.rbegin(), facts_.rend(),
                                   [&](const LimitFact& each) { return each.key == key; });
    if (answer && last != facts_.rend() && is_alike(*last, *answer)) {
        ++last->times;
        last->left = answer->left;
        last->next_at = answer->next_at;
        return;
    }
    LimitFact fact{.key = key};
    if (answer) {
        fact.is_within = answer->is_within;
        fact.is_too_much = answer->is_too_much;
        fact.left = answer->left;
        fact.next_at = answer->next_at;
    } else {
        fact.error = answer.error().what;
    }
    facts_.push_back(std::move(fact));
}

void TransactionLimits::send_noted() noexcept {
    try {
        if (!noted_.empty()) {
            has_reserved_ = true;
            // Nobody waits for an answer, and nothing that is noted holds up anything.
            (void)store_.reserve(transaction_, std::exchange(noted_, {}));
        }
    } catch (const std::exception&) {
        noted_.clear();  // no memory: one thing less is counted
    }
}

void TransactionLimits::commit() noexcept {
    send_noted();
    if (std::exchange(has_reserved_, false)) {
        store_.commit(transaction_);
    }
}

void TransactionLimits::give_back() noexcept {
    send_noted();
    if (std::exchange(has_reserved_, false)) {
        store_.give_back(transaction_);
    }
}

}  // namespace msa
