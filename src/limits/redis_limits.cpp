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

/// Of whom the limit is; `tags`: those of the transaction that are known.
std::string tag_of(const LimitNames& names, const Charge& charge,
                   std::vector<std::pair<std::string, std::string>>& tags) {
    const auto whom = whose(charge.key);
    for (const auto& [known, tag] : tags) {
        if (known == whom) {
            return tag;
        }
    }
    return tags.emplace_back(whom, names.tag(charge)).second;
}

void hold(std::vector<Held>& all, const Charge& charge, const LimitKeys& keys) {
    const bool is_rate =
        charge.counting == Counting::amount || charge.counting == Counting::newcomers;
    const auto& key = is_rate ? keys.rates : keys.key;
    const bool is_known =
        std::any_of(all.begin(), all.end(), [&key](const Held& held) { return held.key == key; });
    if (!is_known) {
        all.push_back({.tag = keys.tag,
                       .key = key,
                       .counting = is_rate ? Counting::amount : charge.counting,
                       .span = charge.quota.window});
    }
}

}  // namespace

/// Charges of one call, by their places among all.
struct RedisLimits::Group {
    std::string tag;
    std::vector<std::size_t> charges{};
};

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
        const auto deadline = steady_clock::now() + patience_with_ends;
        caller_.settle(deadline);
        tell_waiting(deadline);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): what was not told lapses
    }
}

RedisLimits::Named RedisLimits::named(const std::vector<Charge>& charges) const {
    Named named{.charges = charges};
    for (const auto& charge : charges) {
        named.members.push_back(names_.member(charge.member));
    }
    return named;
}

RedisLimits::Open RedisLimits::begun(std::string_view transaction, Named& named) {
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
            const auto& keys =
                named.keys.emplace_back(names_.keys(charge, tag_of(names_, charge, open.tags)));
            open.is_counted |= !charge.is_question;
            named.is_paid.push_back(charge.counting == Counting::newcomers &&
                                    open.paid.contains(keys.key + named.members[i]));
            // What is final is not given back; but in a cluster each slot keeps the calls.
            if (!charge.is_question && (!charge.is_final || caller_.is_cluster())) {
                hold(open.held, charge, keys);
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

/// Newcomers are known once the message was accepted: until then only this host has them.
void RedisLimits::note_charged(std::string_view transaction, const Named& named,
                               const Judged& judged) {
    const auto& is_charged = judged.is_charged;
    if (std::find(is_charged.begin(), is_charged.end(), true) == is_charged.end()) {
        return;
    }
    open_.with([&](auto& all) {
        const auto found = all.find(transaction);
        if (found == all.end()) {
            return;
        }
        auto& open = found->second;
        open.is_marked = true;
        for (std::size_t i = 0; i < named.charges.size(); ++i) {
            const auto& charge = named.charges[i];
            const auto& keys = named.keys[i];
            if (!is_charged[i] || charge.counting != Counting::newcomers || charge.is_final ||
                !open.paid.insert(keys.key + named.members[i]).second) {
                continue;
            }
            auto held = std::find_if(open.held.begin(), open.held.end(),
                                     [&keys](const Held& each) { return each.key == keys.key; });
            if (held == open.held.end()) {
                held = open.held.insert(held, {.tag = keys.tag,
                                               .key = keys.key,
                                               .counting = Counting::newcomers,
                                               .span = charge.memory});
            }
            held->members += named.members[i];
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
        call.add(named.charges[i], named.keys[i], named.members[i], is_asked[i], named.is_paid[i]);
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
            judged.is_charged[group.charges[i]] = said->is_charged[i];
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
    is_asked.reserve(charges.size());
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
    Judged judged{.answers = std::vector<LimitAnswer>(charges.size()),
                  .is_charged = std::vector<bool>(charges.size())};
    auto named = this->named(charges);
    std::vector<bool> is_asked;
    is_asked.reserve(charges.size());
    for (const auto& charge : charges) {
        is_asked.push_back(charge.is_question);
    }
    const auto open = begun(transaction, named);
    const WhileWaiting waiting;
    const auto outcome = groups_of(open, named).size() > 1
                             ? judge_spread(open, named, deadline, judged)
                             : judge_all(open, named, is_asked, deadline, judged);
    note_charged(transaction, named, judged);
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
    if (is_left_for_the_end(transaction, charges)) {
        return std::vector<LimitAnswer>(charges.size());
    }
    auto said = judged(transaction, charges);
    if (said) {
        for (std::size_t i = 0; i < charges.size(); ++i) {
            full_.note(charges[i], said->answers[i]);
            used_up_.note(charges[i], said->answers[i], LimitAnswer::Instant(said->now));
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

bool RedisLimits::may_wait(const std::vector<Charge>& of_message) {
    return !used_up_.has_any(of_message) && trouble().empty();
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
            .waiting_ends = told_ends_ + ends_.with([](const auto& ends) { return ends.size(); })};
}

}  // namespace msa
