// Limits in Redis, see redis_limits.h.
#include "limits/redis_limits.h"

#include "base/waiting.h"
#include "limits/local_share.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace msa {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds between_looks{50};
constexpr milliseconds patience_with_ends{1000};
constexpr std::size_t most_ends = 100'000;

}  // namespace

RedisLimits::RedisLimits(Parts parts, const RedisLimitSettings& settings, LimitStore& local)
    : settings_(settings),
      names_(std::move(parts.secret)),
      caller_(std::move(parts.servers), std::move(parts.access), std::move(parts.say)),
      full_(caller_, names_),
      local_(local),
      nonce_(fresh_name().substr(0, 10)) {
    keeper_.emplace(between_looks, [this] { look_after(); });
}

RedisLimits::~RedisLimits() {
    keeper_.reset();
    try {
        tell_waiting(steady_clock::now() + patience_with_ends);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): what was not told lapses
    }
}

RedisLimits::Open RedisLimits::begun(std::string_view transaction, const Named& named) {
    return open_.with([&](auto& all) {
        auto found = all.find(transaction);
        if (found == all.end()) {
            found = all.emplace(std::string(transaction), Open{}).first;
            found->second.id = nonce_ + ':' + std::to_string(++next_id_);
        }
        auto& open = found->second;
        ++open.calls;
        for (std::size_t i = 0; i < named.charges.size(); ++i) {
            const auto& charge = named.charges[i];
            const auto& keys = named.keys[i];
            open.is_counted |= !charge.is_question;
            const bool is_known =
                std::any_of(open.held.begin(), open.held.end(),
                            [&keys](const Held& held) { return held.keys.key == keys.key; });
            if (!charge.is_question && !is_known && (!charge.is_final || caller_.is_cluster())) {
                open.held.push_back({keys, charge.counting, charge.quota.window, charge.memory});
            }
        }
        return Open{.id = open.id, .calls = open.calls};
    });
}

void RedisLimits::note(std::string_view transaction, bool Open::*what) {
    open_.with([&](auto& all) {
        if (const auto found = all.find(transaction); found != all.end()) {
            found->second.*what = true;
        }
    });
}

std::vector<RedisLimits::Group> RedisLimits::groups_of(const Open& open, const Named& named) const {
    std::vector<Group> groups;
    for (std::size_t i = 0; i < named.charges.size(); ++i) {
        const auto& tag = caller_.is_cluster() ? named.keys[i].tag : open.id;
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&tag](const Group& group) { return group.tag == tag; });
        if (found == groups.end()) {
            found = groups.insert(groups.end(), Group{.tag = tag});
        }
        found->charges.push_back(i);
    }
    return groups;
}

RedisOutcome RedisLimits::judge(const Open& open, const Named& named, const Group& group,
                                const std::vector<bool>& is_asked, Instant deadline) {
    auto call = ScriptCall::reserve(group.tag, open.id, open.calls, settings_.lapse);
    for (const auto i : group.charges) {
        call.add(named.charges[i], named.keys[i], names_.member(named.charges[i].member),
                 is_asked[i]);
    }
    return caller_.call(call, deadline);
}

RedisOutcome RedisLimits::judge_all(const Open& open, const Named& named,
                                    const std::vector<bool>& is_asked, Instant deadline,
                                    Judged& judged) {
    RedisOutcome outcome;
    for (const auto& group : groups_of(open, named)) {
        outcome = judge(open, named, group, is_asked, deadline);
        if (!outcome.reply) {
            return outcome;
        }
        const auto said = parse_judged(outcome.reply->text, group.charges.size());
        if (!said) {
            return {.failure = {{"no answer of the script"}, true}};
        }
        judged.now = said->now;
        for (std::size_t i = 0; i < group.charges.size(); ++i) {
            judged.answers[group.charges[i]] = said->answers[i];
        }
    }
    return outcome;
}

/// What one call cannot take is asked for first, and charged only where all of it is within.
RedisOutcome RedisLimits::judge_spread(const Open& open, const Named& named, Instant deadline,
                                       Judged& judged) {
    const auto& charges = named.charges;
    auto outcome =
        judge_all(open, named, std::vector<bool>(charges.size(), true), deadline, judged);
    if (!outcome.reply) {
        return outcome;
    }
    const auto before = judged.answers;
    bool fits = true;
    for (std::size_t i = 0; i < charges.size(); ++i) {
        fits = fits && (before[i].is_within || !charges[i].is_enforced);
    }
    std::vector<bool> is_asked;
    for (const auto& charge : charges) {
        is_asked.push_back(charge.is_question || (!fits && charge.is_enforced && !charge.is_final));
    }
    outcome = judge_all(open, named, is_asked, deadline, judged);
    for (std::size_t i = 0; i < charges.size(); ++i) {
        if (!before[i].is_within) {
            const auto left = judged.answers[i].left;
            judged.answers[i] = before[i];
            judged.answers[i].left = left;
        }
    }
    return outcome;
}

Result<Judged> RedisLimits::judged(std::string_view transaction,
                                   const std::vector<Charge>& charges) {
    const auto deadline = steady_clock::now() + settings_.deadline;
    Judged judged{.answers = std::vector<LimitAnswer>(charges.size())};
    Named named{.charges = charges};
    std::vector<bool> is_asked;
    for (const auto& charge : charges) {
        named.keys.push_back(names_.keys(charge));
        is_asked.push_back(charge.is_question);
    }
    const auto open = begun(transaction, named);
    const WhileWaiting waiting;
    const auto outcome = groups_of(open, named).size() > 1
                             ? judge_spread(open, named, deadline, judged)
                             : judge_all(open, named, is_asked, deadline, judged);
    if (outcome.reply || charges.empty()) {
        ++answered_;
        return judged;
    }
    ++unanswered_;
    if (outcome.failure.is_unknown) {
        note(transaction, &Open::is_late);
    }
    return outcome.failure.error;
}

Result<std::vector<LimitAnswer>> RedisLimits::reserve(std::string_view transaction,
                                                      const std::vector<Charge>& charges) {
    auto said = judged(transaction, charges);
    if (said) {
        for (std::size_t i = 0; i < charges.size(); ++i) {
            full_.note(charges[i], said->answers[i]);
        }
        return std::move(said->answers);
    }
    switch (settings_.on_error) {
        case WithoutRedis::local: break;
        case WithoutRedis::accept: {
            LimitAnswer yes;
            yes.is_local = true;
            return std::vector<LimitAnswer>(charges.size(), yes);
        }
        case WithoutRedis::defer: return said.error();
    }
    note(transaction, &Open::is_local);
    auto answers = local_.reserve(transaction, local_shares(charges, settings_.hosts));
    if (answers) {
        for (auto& answer : *answers) {
            answer.is_local = true;
        }
    }
    return answers;
}

void RedisLimits::finish(std::string_view transaction, HoldEnd ending) {
    auto open = open_.with([&](auto& all) {
        const auto found = all.find(transaction);
        Open taken;
        if (found != all.end()) {
            taken = std::move(found->second);
            all.erase(found);
        }
        return taken;
    });
    if (open.is_local) {
        ending == HoldEnd::commit ? local_.commit(transaction) : local_.give_back(transaction);
    }
    if (!open.is_counted) {
        return;
    }
    const auto now = steady_clock::now();
    End end{.open = std::move(open), .ending = ending, .at = now};
    // Whether it is reserved or used up makes no difference to anybody, so nobody waits for that;
    // but a newcomer is known once it was committed.
    const auto& held = end.open.held;
    const bool is_awaited =
        ending == HoldEnd::free || std::any_of(held.begin(), held.end(), [](const Held& each) {
            return each.counting == Counting::newcomers;
        });
    if (!is_awaited || !tell(end, now + settings_.deadline)) {
        put_off(std::move(end));
    }
}

void RedisLimits::commit(std::string_view transaction) noexcept {
    try {
        finish(transaction, HoldEnd::commit);
    } catch (const std::exception&) {
        ++lost_ends_;
    }
}

void RedisLimits::give_back(std::string_view transaction) noexcept {
    try {
        finish(transaction, HoldEnd::free);
    } catch (const std::exception&) {
        ++lost_ends_;
    }
}

bool RedisLimits::tell(const End& end, Instant deadline) {
    const auto& open = end.open;
    std::map<std::string, ScriptCall> calls;
    const auto call_for = [&](const std::string& tag) -> ScriptCall& {
        return calls
            .try_emplace(tag,
                         ScriptCall::end(tag, open.id, end.ending, open.is_late, settings_.lapse))
            .first->second;
    };
    if (!caller_.is_cluster()) {
        (void)call_for(open.id);  // with nothing to end it forgets the calls
    }
    for (const auto& held : open.held) {
        call_for(caller_.is_cluster() ? held.keys.tag : open.id).add(held);
    }
    const WhileWaiting waiting;
    return std::all_of(calls.begin(), calls.end(), [&](auto& call) {
        return caller_.call(call.second, deadline).reply.has_value();
    });
}

void RedisLimits::put_off(End end) {
    ends_.with([&](auto& ends) {
        if (ends.size() >= most_ends) {
            ends.pop_front();
            ++lost_ends_;
        }
        ends.push_back(std::move(end));
    });
}

void RedisLimits::tell_waiting(Instant deadline) {
    auto waiting = ends_.with([](auto& ends) { return std::exchange(ends, {}); });
    std::size_t failures = 0;
    for (auto& end : waiting) {
        const auto now = steady_clock::now();
        constexpr std::size_t most_failures = 20;
        if (now - end.at > settings_.lapse) {
            ++lost_ends_;
        } else if (failures >= most_failures || now >= deadline || !tell(end, deadline)) {
            ++failures;
            put_off(std::move(end));
        }
    }
}

void RedisLimits::look_after() noexcept {
    try {
        caller_.look_after();
        tell_waiting(steady_clock::now() + patience_with_ends);
        full_.tell_at(steady_clock::now());
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): of memory; the next time
    }
}

RedisLimitCounts RedisLimits::counts() const {
    return {.answered = answered_,
            .unanswered = unanswered_,
            .lost_ends = lost_ends_,
            .waiting_ends = ends_.with([](const auto& ends) { return ends.size(); })};
}

}  // namespace msa
