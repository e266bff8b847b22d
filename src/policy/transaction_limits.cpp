#include "policy/transaction_limits.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace msa {
namespace {

/// One run of answers of a key goes on.
bool is_alike(const LimitFact& fact, const LimitAnswer& answer) {
    return fact.error.empty() && fact.is_within == answer.is_within &&
           fact.is_too_much == answer.is_too_much && fact.is_local == answer.is_local;
}

}  // namespace

LimitAnswer TransactionLimits::answer_of_message(const Charge& charge) const {
    const auto used = charged(charge.key);
    LimitAnswer answer;
    answer.is_within = used + charge.cost <= charge.quota.burst;
    answer.is_too_much = !answer.is_within;
    answer.left = charge.quota.burst - used - (answer.is_within ? charge.cost : 0);
    return answer;
}

bool TransactionLimits::answer_own(const std::vector<Asked>& asked) {
    bool fits = true;
    for (const auto& each : asked) {
        if (each.charge && each.charge->is_of_message) {
            const auto answer = answer_of_message(*each.charge);
            fits = fits && (answer.is_within || !each.charge->is_enforced);
            answers_.emplace_back(each.limit, answer);
        }
    }
    return fits;
}

bool TransactionLimits::holds_up(const Asked& asked) const {
    const auto* said = answer(*asked.limit);
    return asked.charge && asked.charge->is_enforced && said != nullptr && *said &&
           !(*said)->is_within;
}

void TransactionLimits::ask_or_wait(std::vector<Asked> asked) {
    std::vector<Charge> charges;
    for (const auto& each : asked) {
        if (each.charge && !each.charge->is_of_message) {
            charges.push_back(*each.charge);
        }
    }
    if (charges.empty() || !store_.may_wait(charges)) {
        ask(std::move(asked));
        return;
    }
    answers_.clear();
    waiting_ = std::move(asked);
}

void TransactionLimits::ask(std::vector<Asked> asked) {
    answers_.clear();
    auto waiting = std::exchange(waiting_, {});
    asked.insert(asked.begin(), waiting.begin(), waiting.end());
    const bool fits = answer_own(asked);
    ask_store(asked, !fits);
    const bool is_held_up =
        !fits || std::any_of(asked.begin(), asked.end(),
                             [this](const Asked& each) { return holds_up(each); });
    for (const auto& each : asked) {
        const auto* said = answer(*each.limit);
        if (!each.charge || said == nullptr || !*said) {
            continue;
        }
        const auto& charge = *each.charge;
        if ((*said)->is_within && !charge.is_question &&
            (!is_held_up || !charge.is_enforced || charge.is_final)) {
            charged_[charge.key] += charge.cost;
        }
    }
    if (is_held_up) {
        wait_again(std::move(waiting));
    }
}

/// Where only the recipient was held up, the message is charged all the same.
void TransactionLimits::wait_again(std::vector<Asked> waiting) {
    if (std::any_of(waiting.begin(), waiting.end(),
                    [this](const Asked& each) { return holds_up(each); })) {
        return;
    }
    for (auto& each : waiting) {
        const auto* said = answer(*each.limit);
        if (each.charge && said != nullptr && *said && each.charge->is_enforced &&
            !each.charge->is_question && !each.charge->is_final) {
            std::erase_if(answers_,
                          [&each](const auto& known) { return known.first == each.limit; });
            waiting_.push_back(std::move(each));
        }
    }
}

void TransactionLimits::ask_store(const std::vector<Asked>& asked, bool is_held_up) {
    auto charges = std::exchange(noted_, {});
    const auto noted = charges.size();
    for (const auto& each : asked) {
        if (each.charge && !each.charge->is_of_message) {
            auto charge = *each.charge;
            charge.is_question =
                charge.is_question || (is_held_up && charge.is_enforced && !charge.is_final);
            charges.push_back(std::move(charge));
        }
    }
    const auto said = charges.empty() ? Result<std::vector<LimitAnswer>>(std::vector<LimitAnswer>())
                                      : store_.reserve(transaction_, charges);
    has_reserved_ = has_reserved_ || !charges.empty();
    auto next = noted;
    for (const auto& each : asked) {
        if (!each.charge) {
            answers_.emplace_back(each.limit, each.charge.error());
        } else if (!each.charge->is_of_message) {
            const auto answer = said ? Result<LimitAnswer>((*said)[next]) : said.error();
            ++next;
            remember(each.charge->key, answer);
            answers_.emplace_back(each.limit, answer);
        }
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
        fact.is_local = answer->is_local;
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
