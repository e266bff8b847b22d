#include "limits/counted_key.h"

#include <algorithm>
#include <chrono>

namespace msa {
namespace {

using Time = CountedKey::Time;

Time nanoseconds(std::chrono::seconds time) {
    return std::chrono::nanoseconds(time).count();
}

/// What one costs.
Time interval(const Quota& quota) {
    return std::max<Time>(nanoseconds(quota.window) / quota.events, 1);
}

}  // namespace

void CountedKey::fit(const Charge& charge) {
    each_ = interval(charge.quota);
    most_ = each_ * charge.quota.burst;
    memory_ = nanoseconds(counting_ == Counting::newcomers ? charge.memory : charge.quota.window);
    slice_length_ = std::max<Time>(nanoseconds(charge.quota.window) / slices, 1);
}

CountedKey::Said CountedKey::of_rate(const Charge& charge, std::int64_t cost, Time now) const {
    const Time each = interval(charge.quota);
    const Time from = std::max(rate_.empty_at(), now);
    const Time room = std::max<Time>(most_ - (from - now), 0);
    const bool is_too_much = cost > charge.quota.burst;
    const Time then = is_too_much ? from : from + cost * each;
    return {.is_within = !is_too_much && (cost == 0 || then - now <= most_),
            .is_too_much = is_too_much,
            .left = room / each,
            .next_at = is_too_much ? now : std::max(then - most_, now)};
}

CountedKey::Said CountedKey::of_members(const Charge& charge, std::uint64_t mark, Time now) {
    std::erase_if(members_, [&](const auto& each) { return each.second + memory_ <= now; });
    const auto count = static_cast<std::int64_t>(members_.size());
    const bool is_within = members_.contains(mark) || count < charge.quota.events;
    Time oldest = now;
    if (!is_within) {
        // A limit that was lowered has more than one too many.
        std::vector<Time> seen;
        for (const auto& each : members_) {
            seen.push_back(each.second);
        }
        const auto nth = seen.begin() + static_cast<std::ptrdiff_t>(count - charge.quota.events);
        std::nth_element(seen.begin(), nth, seen.end());
        oldest = *nth;
    }
    return {.is_within = is_within,
            .left = std::max<std::int64_t>(charge.quota.events - count, 0),
            .next_at = is_within ? now : oldest + memory_};
}

CountedKey::Slice& CountedKey::slice_at(std::int64_t number) {
    slices_.resize(static_cast<std::size_t>(slices));
    return slices_[static_cast<std::size_t>(number % slices)];
}

CountedKey::Slice CountedKey::sum(std::int64_t first, std::int64_t last) const {
    Slice sum;
    for (const auto& slice : slices_) {
        if (slice.number >= first && slice.number <= last) {
            sum.hits += slice.hits;
            sum.all += slice.all;
        }
    }
    return sum;
}

CountedKey::Said CountedKey::of_share(const Charge& charge, Time now) const {
    constexpr std::int64_t whole = 100;
    const auto current = now / slice_length_;
    const auto is_within = [&](const Slice& of) {
        return of.all < charge.quota.burst || of.hits * whole <= charge.quota.events * of.all;
    };
    const auto all = sum(current - slices + 1, current);
    const auto share = all.all == 0 ? 0 : all.hits * whole / all.all;
    std::int64_t later = 0;
    while (later < slices && !is_within(sum(current + later - slices + 1, current))) {
        ++later;
    }
    return {.is_within = later == 0,
            .left = std::max<std::int64_t>(charge.quota.events - share, 0),
            .next_at = later == 0 ? now : (current + later) * slice_length_};
}

CountedKey::Said CountedKey::answer(const Charge& charge, std::uint64_t mark, bool is_known,
                                    Time now) {
    switch (counting_) {
        case Counting::newcomers:
            return of_rate(charge, is_known || knows(mark, now) ? 0 : charge.cost, now);
        case Counting::distinct: return of_members(charge, mark, now);
        case Counting::share: return of_share(charge, now);
        case Counting::amount: break;
    }
    return of_rate(charge, charge.cost, now);
}

void CountedKey::count(const Charge& charge, std::uint64_t mark, bool is_known, Time now,
                       Owner owner) {
    if (counting_ == Counting::distinct) {
        see(mark, now);
    } else if (counting_ == Counting::share) {
        const auto number = now / slice_length_;
        auto& slice = slice_at(number);
        if (slice.number != number) {
            slice = {.number = number};
        }
        slice.hits += charge.cost;
        ++slice.all;
    } else if (charge.cost > 0 &&
               !(counting_ == Counting::newcomers && (is_known || knows(mark, now)))) {
        rate_.charge(now, charge.cost * interval(charge.quota), owner);
    }
}

std::int64_t CountedKey::used(Time now) const {
    constexpr std::int64_t whole = 100;
    if (counting_ == Counting::distinct) {
        return std::count_if(members_.begin(), members_.end(),
                             [&](const auto& each) { return each.second + memory_ > now; });
    }
    if (counting_ == Counting::share) {
        const auto current = now / slice_length_;
        const auto all = sum(current - slices + 1, current);
        return all.all == 0 ? 0 : all.hits * whole / all.all;
    }
    return (std::max(rate_.empty_at() - now, Time{0}) + each_ - 1) / each_;
}

void CountedKey::begin_again() {
    rate_ = CellRate();
    slices_ = {};
    if (counting_ == Counting::distinct) {
        members_.clear();
    }
}

bool CountedKey::knows(std::uint64_t mark, Time now) const {
    const auto known = members_.find(mark);
    return known != members_.end() && known->second + memory_ > now;
}

void CountedKey::unsee(std::uint64_t mark, Time seen) {
    const auto known = members_.find(mark);
    if (known != members_.end() && known->second == seen) {
        members_.erase(known);
    }
}

void CountedKey::forget(Time now, std::size_t most) {
    std::erase_if(members_, [&](const auto& each) { return each.second + memory_ <= now; });
    if (members_.size() <= most) {
        return;
    }
    std::vector<Time> seen;
    for (const auto& each : members_) {
        seen.push_back(each.second);
    }
    // A tenth more, so that this is rare.
    const auto surplus = std::min(seen.size() - 1, seen.size() - most + most / slices);
    const auto nth = seen.begin() + static_cast<std::ptrdiff_t>(surplus);
    std::nth_element(seen.begin(), nth, seen.end());
    std::erase_if(members_, [&](const auto& each) { return each.second < *nth; });
}

Time CountedKey::useless_at() const {
    Time end = rate_.empty_at();
    for (const auto& each : members_) {
        end = std::max(end, each.second + memory_);
    }
    for (const auto& slice : slices_) {
        end = slice.number < 0 ? end : std::max(end, (slice.number + slices) * slice_length_);
    }
    return end;
}

void CountedKey::restore(Time slice_length, const Slice& slice) {
    slice_length_ = slice_length;
    auto& place = slice_at(slice.number);
    if (place.number == slice.number) {
        place.hits += slice.hits;
        place.all += slice.all;
    } else if (place.number < slice.number) {
        place = slice;
    }
}

}  // namespace msa
