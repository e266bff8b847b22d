// The ends of transactions, see redis_limits.h. Nobody waits for a commit: whether it is reserved
// or used up makes no difference to any limit, and who is new is known a moment later.
#include "base/waiting.h"
#include "limits/redis_limits.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace msa {

using std::chrono::steady_clock;

namespace {

constexpr std::size_t most_ends = 100'000;
constexpr std::size_t member_length = 12;
constexpr std::size_t members_at_once = 1000 * member_length;  // a millisecond of the server

/// Of what it is charged, no message wants to know.
bool is_noted(const Charge& charge) {
    return charge.is_final && !charge.is_enforced && !charge.is_question &&
           (charge.counting == Counting::share || charge.counting == Counting::amount);
}

}  // namespace

bool RedisLimits::is_left_for_the_end(std::string_view transaction,
                                      const std::vector<Charge>& charges) {
    if (caller_.is_cluster() || !std::all_of(charges.begin(), charges.end(), is_noted)) {
        return false;
    }
    return open_.with([&](auto& all) {
        const auto found = all.find(transaction);
        const bool is_known = found != all.end() && found->second.is_marked &&
                              !found->second.is_local && !found->second.is_late;
        if (is_known) {
            auto& noted = found->second.noted;
            noted.insert(noted.end(), charges.begin(), charges.end());
        }
        return is_known;
    });
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
    if (!open.is_counted || (!open.is_marked && !open.is_late)) {
        return;  // the server has nothing of it
    }
    const auto now = steady_clock::now();
    End end{.open = std::move(open), .ending = ending, .at = now};
    if (ending == HoldEnd::commit) {
        tell_or_put_off(std::move(end));
    } else if (!tell(end, now + settings_.deadline)) {
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

/// Where there is one for all.
ScriptCall RedisLimits::call_of(const End& end) const {
    const auto& open = end.open;
    const bool has_own_tag = caller_.is_cluster() && !open.held.empty();
    auto call = ScriptCall::end(has_own_tag ? open.held.front().tag : open.id, open.id, end.ending,
                                open.is_late, settings_.lapse);
    for (const auto& held : open.held) {
        call.add(held);
    }
    for (const auto& charge : open.noted) {
        call.add(charge, names_.keys(charge), {}, false, false);
    }
    return call;
}

/// Very many newcomers are told first, some at a time, so that nobody else waits for long.
bool RedisLimits::tell_members(End& end, Instant deadline) {
    for (auto& held : end.open.held) {
        while (end.ending == HoldEnd::commit && held.members.size() > members_at_once) {
            auto some = held;
            some.members.resize(members_at_once);
            auto call = ScriptCall::sights(held.tag);
            call.add(some);
            if (!caller_.call(call, deadline).reply) {
                return false;
            }
            held.members.erase(0, members_at_once);
        }
    }
    return true;
}

bool RedisLimits::tell(End& end, Instant deadline) {
    const WhileWaiting waiting;
    if (!tell_members(end, deadline)) {
        return false;
    }
    if (!caller_.is_cluster()) {
        auto call = call_of(end);
        const auto outcome = caller_.call(call, deadline);
        if (outcome.reply) {
            hear(end, *outcome.reply);
        }
        return outcome.reply.has_value();
    }
    auto& held = end.open.held;
    while (!held.empty()) {
        End part{.open = end.open, .ending = end.ending, .at = end.at};
        const auto tag = held.front().tag;
        std::erase_if(part.open.held, [&tag](const Held& each) { return each.tag != tag; });
        auto call = call_of(part);
        if (!caller_.call(call, deadline).reply) {
            return false;
        }
        std::erase_if(held, [&tag](const Held& each) { return each.tag == tag; });
    }
    return true;
}

/// A call that needs more than one, or a second try, is left to the keeper.
void RedisLimits::tell_or_put_off(End end) {
    const auto& held = end.open.held;
    const bool is_one_call =
        !end.open.is_late && std::all_of(held.begin(), held.end(), [&](const Held& each) {
            return each.members.size() <= members_at_once &&
                   (!caller_.is_cluster() || each.tag == held.front().tag);
        });
    if (!is_one_call || (caller_.is_cluster() && held.empty())) {
        put_off(std::move(end));
        return;
    }
    auto call = call_of(end);
    const auto told = std::make_shared<End>(std::move(end));
    ++told_ends_;
    const bool is_told = caller_.tell(call, [this, told](const std::optional<ServerReply>& reply) {
        --told_ends_;
        if (reply && reply->kind != ServerReply::Kind::error) {
            hear(*told, *reply);
        } else {
            put_off(std::move(*told));
        }
    });
    if (!is_told) {
        --told_ends_;
        put_off(std::move(*told));
    }
}

/// Whose limits are full is learned from what was noted, too.
void RedisLimits::hear(const End& end, const ServerReply& reply) {
    const auto& noted = end.open.noted;
    const auto judged = parse_judged(reply.text, noted.size());
    for (std::size_t i = 0; judged && i < noted.size(); ++i) {
        full_.note(noted[i], judged->answers[i]);
    }
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
    auto waiting = ends_.with([this](auto& ends) {
        told_ends_ += ends.size();
        return std::exchange(ends, {});
    });
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
        --told_ends_;
    }
}

}  // namespace msa
