// Limits that are known in part, see limit_span.h.
#include "workbench/limit_span.h"

#include <algorithm>

namespace msa {
namespace {

using Instant = LimitSpan::Instant;
using Duration = Instant::duration;

bool has_members(const Charge& charge) {
    return charge.counting == Counting::newcomers || charge.counting == Counting::distinct;
}

/// How long a member stays seen.
Duration memory_of(const Charge& charge) {
    return charge.counting == Counting::distinct ? Duration(charge.quota.window)
                                                 : Duration(charge.memory);
}

Duration each_of(const Charge& charge) {
    return std::max(Duration(charge.quota.window) / charge.quota.events, Duration(1));
}

Duration room_of(const Charge& charge) {
    return each_of(charge) * charge.quota.burst;
}

template <class Members>
bool has(const Members& members, const Charge& charge, Instant now) {
    const auto found = members.find(charge.member);
    return found != members.end() && found->second + memory_of(charge) > now;
}

template <class Members>
std::int64_t count_in(const Members& members, const Charge& charge, Instant now) {
    return std::count_if(members.begin(), members.end(),
                         [&](const auto& each) { return each.second + memory_of(charge) > now; });
}

}  // namespace

void LimitSpan::forget(Instant seen, const Charge& charge) {
    latest_ = std::max(latest_, seen + room_of(charge));
    known_from_ = std::max(known_from_, seen);
}

LimitSpan::Costs LimitSpan::costs(const Charge& charge, Instant now) const {
    if (charge.counting != Counting::newcomers) {
        return {charge.cost, charge.cost};
    }
    if (has(seen_, charge, now)) {
        return {0, 0};
    }
    const bool may_be_known = has(perhaps_, charge, now) || known_from_ + memory_of(charge) > now;
    return {may_be_known ? 0 : charge.cost, charge.cost};
}

std::int64_t LimitSpan::left(const Charge& charge, Instant now) const {
    if (charge.counting == Counting::distinct) {
        const auto most = count_in(seen_, charge, now) + count_in(perhaps_, charge, now);
        return std::max<std::int64_t>(charge.quota.events - most, 0);
    }
    const auto used = std::max(latest_ - now, Duration(0));
    return std::max<std::int64_t>((room_of(charge) - used) / each_of(charge), 0);
}

std::optional<LimitAnswer> LimitSpan::of_rate(const Charge& charge, Instant now) const {
    const auto [least, most] = costs(charge, now);
    const auto each = each_of(charge);
    const auto room = room_of(charge);
    const auto after = [&](Instant empty_at, std::int64_t cost) {
        return std::max(empty_at - now, Duration(0)) + each * cost;
    };
    const bool can_be = least == 0 || after(earliest_, least) <= room;
    const bool must_be = most == 0 || after(latest_, most) <= room;
    if (can_be != must_be) {
        return std::nullopt;
    }
    LimitAnswer answer;
    answer.is_within = can_be;
    answer.is_too_much = charge.cost > charge.quota.burst;
    answer.left = left(charge, now);
    if (!can_be) {
        answer.next_at = std::chrono::time_point_cast<LimitAnswer::Instant::duration>(
            now + after(latest_, most) - room);
    }
    return answer;
}

std::optional<LimitAnswer> LimitSpan::of_members(const Charge& charge, Instant now) const {
    const auto least = count_in(seen_, charge, now);
    const auto most = least + count_in(perhaps_, charge, now);
    const bool is_unknown = known_from_ + memory_of(charge) > now;
    const bool is_seen = has(seen_, charge, now) || charge.cost == 0;
    const auto events = charge.quota.events;
    LimitAnswer answer;
    answer.left = left(charge, now);
    if (is_seen || (!is_unknown && most < events)) {
        return answer;
    }
    if (least >= events && !is_unknown && !has(perhaps_, charge, now)) {
        answer.is_within = false;
        answer.next_at = std::chrono::time_point_cast<LimitAnswer::Instant::duration>(
            now + Duration(charge.quota.window));
        return answer;
    }
    return std::nullopt;
}

std::optional<LimitAnswer> LimitSpan::answer(const Charge& charge, Instant now) const {
    switch (charge.counting) {
        case Counting::amount:
        case Counting::newcomers: return of_rate(charge, now);
        case Counting::distinct: return of_members(charge, now);
        case Counting::share: break;
    }
    return std::nullopt;
}

void LimitSpan::count(const Charge& charge, Instant now, bool is_sure) {
    const auto [least, most] = costs(charge, now);
    const auto each = each_of(charge);
    if (is_sure && least > 0) {
        earliest_ = std::max(earliest_, now) + each * least;
    }
    if (most > 0) {
        // It fitted, where it was counted.
        const auto fits = std::max(now + room_of(charge), earliest_);
        latest_ = std::max(latest_, std::min(std::max(latest_, now) + each * most, fits));
        latest_ = is_sure ? std::min(latest_, fits) : latest_;
    }
    if (has_members(charge) && charge.cost > 0) {
        (is_sure ? seen_ : perhaps_)[charge.member] = now;
        if (is_sure) {
            perhaps_.erase(charge.member);
        }
    }
}

void LimitSpan::blur(const LimitSpan& before) {
    earliest_ = std::min(earliest_, before.earliest_);
    latest_ = std::max(latest_, before.latest_);
    for (auto each = seen_.begin(); each != seen_.end();) {
        const auto was = before.seen_.find(each->first);
        if (was != before.seen_.end()) {
            if (was->second != each->second) {
                perhaps_.insert_or_assign(each->first, each->second);
            }
            each->second = was->second;
            ++each;
            continue;
        }
        perhaps_.insert_or_assign(each->first, each->second);
        each = seen_.erase(each);
    }
}

}  // namespace msa
