// What the server has counted, for people; see redis_limits.h.
#include "base/waiting.h"
#include "limits/local_share.h"
#include "limits/redis_limits.h"

#include <algorithm>
#include <map>
#include <utility>

namespace msa {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds patience{1000};  // with one call
constexpr std::size_t at_once = 100;                 // keys of one call

/// How much is left; of rates the answer says when all of it is.
Charge question_of(Charge charge) {
    const bool is_rate =
        charge.counting == Counting::amount || charge.counting == Counting::newcomers;
    charge.cost = is_rate ? charge.quota.burst : 0;
    charge.is_question = true;
    return charge;
}

LimitUse use_of(const Charge& charge, const LimitAnswer& answer, std::chrono::microseconds now) {
    const LimitAnswer::Instant at(now);
    const bool is_rate =
        charge.counting == Counting::amount || charge.counting == Counting::newcomers;
    return {.key = charge.key,
            .used = whole(charge.quota, charge.counting) - answer.left,
            .empty_at = !is_rate           ? at + charge.quota.window
                        : answer.is_within ? at
                                           : answer.next_at};
}

}  // namespace

Result<std::vector<LimitUse>> RedisLimits::fullest(std::size_t most) {
    auto full = full_.all();
    if (!full) {
        return full.error();
    }
    const WhileWaiting waiting;
    std::vector<LimitUse> uses;
    for (std::size_t first = 0; first < full->size(); first += at_once) {
        const auto last = std::min(first + at_once, full->size());
        std::vector<Charge> charges;
        for (auto i = first; i < last; ++i) {
            charges.push_back(question_of((*full)[i]));
        }
        auto named = this->named(charges);
        named.is_paid.resize(charges.size());
        for (const auto& each : charges) {
            named.keys.push_back(names_.keys(each));
        }
        const Open nobody{.id = nonce_ + ":top", .calls = 1};
        Judged said{.answers = std::vector<LimitAnswer>(charges.size()),
                    .is_charged = std::vector<bool>(charges.size())};
        const auto outcome = judge_all(nobody, named, std::vector<bool>(charges.size(), true),
                                       steady_clock::now() + patience, said);
        if (!outcome.reply) {
            return outcome.failure.error;
        }
        for (std::size_t i = 0; i < charges.size(); ++i) {
            if (auto use = use_of(charges[i], said.answers[i], said.now); use.used > 0) {
                uses.push_back(std::move(use));
            }
        }
    }
    std::sort(uses.begin(), uses.end(), [](const LimitUse& one, const LimitUse& other) {
        return one.used != other.used ? one.used > other.used : one.key < other.key;
    });
    uses.resize(std::min(most, uses.size()));
    return uses;
}

Result<std::size_t> RedisLimits::forget(const std::vector<Charge>& keys) {
    std::map<std::string, ScriptCall> calls;
    for (const auto& each : keys) {
        const auto names = names_.keys(each);
        const auto& tag = caller_.is_cluster() ? names.tag : nonce_;
        calls.try_emplace(tag, ScriptCall::forgetting(tag))
            .first->second.forget(names, each.counting);
    }
    const WhileWaiting waiting;
    std::size_t count = 0;
    for (auto& each : calls) {
        const auto outcome = caller_.call(each.second, steady_clock::now() + patience);
        if (!outcome.reply) {
            return outcome.failure.error;
        }
        count += parse_forgotten(outcome.reply->text).value_or(0);
    }
    // What this host counted while the server was away. It forgets of its own, or has nothing.
    (void)local_.forget(local_shares(keys, settings_.hosts));
    return count;
}

}  // namespace msa
