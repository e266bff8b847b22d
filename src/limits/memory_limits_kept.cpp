// What of the limits is kept, see memory_limits.h.
#include "limits/memory_limits.h"

#include <algorithm>

namespace msa {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

microseconds rounded_up(std::int64_t time) {
    return std::chrono::ceil<microseconds>(nanoseconds(time));
}

}  // namespace

KeptTime MemoryLimits::system_time(Time time, Time now) const {
    const auto system = std::chrono::duration_cast<microseconds>(system_().time_since_epoch());
    return KeptTime(system + std::chrono::floor<microseconds>(nanoseconds(time - now)));
}

KeptLimit MemoryLimits::kept(const Entry& entry, Time now) const {
    const auto& [key, counted] = entry;
    KeptLimit limit{.key = key,
                    .counting = counted.counting(),
                    .empty_at = system_time(std::max(counted.rate().settled_empty_at(), now), now),
                    .most = rounded_up(counted.most()),
                    .span = rounded_up(counted.slice_length())};
    for (const auto& slice : counted.counted()) {
        if (slice.number >= 0 && slice.number + CountedKey::slices > now / counted.slice_length()) {
            limit.slices.push_back(
                {.begin = system_time(slice.number * counted.slice_length(), now),
                 .hits = slice.hits,
                 .all = slice.all});
        }
    }
    limit.useless_at = system_time(std::max(counted.useless_at(), now), now);
    return limit;
}

KeptLimits MemoryLimits::take_changes() {
    const auto at = now();
    return state_.with([&](State& state) {
        lapse(state, at);
        if (!state.is_watched) {
            note_all(state);
        }
        KeptLimits kept_limits{.mark_key = state.mark_key, .limits = {}, .members = {}};
        for (auto* entry : std::exchange(state.changed, {})) {
            entry->second.is_changed = false;
            kept_limits.limits.push_back(kept(*entry, at));
        }
        for (const auto& [entry, mark] : std::exchange(state.seen, {})) {
            const auto& counted = entry->second;
            if (const auto known = counted.members().find(mark); known != counted.members().end()) {
                kept_limits.members.push_back(
                    {.key = entry->first,
                     .mark = mark,
                     .seen = system_time(known->second, at),
                     .memory = std::chrono::duration_cast<std::chrono::seconds>(
                         nanoseconds(counted.memory()))});
            }
        }
        return kept_limits;
    });
}

void MemoryLimits::note_all(State& state) {
    state.is_watched = true;
    state.seen.clear();
    state.seen.reserve(state.members);
    for (auto& entry : state.keys) {
        note_change(state, entry);
        for (const auto& member : entry.second.members()) {
            state.seen.emplace_back(&entry, member.first);
        }
    }
}

KeptLimits MemoryLimits::all() {
    state_.with([](State& state) { note_all(state); });
    return take_changes();
}

/// Nothing is from the future, and nothing lasts longer than it may.
void MemoryLimits::restore_limit(State& state, const KeptLimit& kept, Time now,
                                 KeptTime system) const {
    if (kept.useless_at <= system || !has_room(state, now, 1)) {
        return;
    }
    const Charge charge{.key = kept.key, .counting = kept.counting};
    auto& counted = state.keys.try_emplace(kept.key, charge).first->second;
    const auto left = std::min<std::int64_t>(nanoseconds(kept.empty_at - system).count(),
                                             nanoseconds(kept.most).count());
    if (left > 0 && !counted.rate().is_open()) {
        counted.rate() = CellRate(std::max(counted.rate().empty_at(), now + left));
    }
    const auto length = std::max<std::int64_t>(nanoseconds(kept.span).count(), 1);
    for (const auto& slice : kept.slices) {
        const auto begin =
            now + std::min<std::int64_t>(nanoseconds(slice.begin - system).count(), 0);
        counted.restore(length, {.number = std::max<std::int64_t>(begin, 0) / length,
                                 .hits = slice.hits,
                                 .all = slice.all});
    }
}

void MemoryLimits::restore_member(State& state, const KeptMember& kept, Time now,
                                  KeptTime system) const {
    const auto entry = state.keys.find(kept.key);
    if (entry == state.keys.end() || state.members >= bounds_.members) {
        return;
    }
    const auto before = entry->second.members().size();
    entry->second.restore_member(
        kept.mark, now + std::min<std::int64_t>(nanoseconds(kept.seen - system).count(), 0),
        nanoseconds(kept.memory).count());
    state.members += entry->second.members().size() - before;
}

void MemoryLimits::restore(const KeptLimits& kept_limits) {
    const auto at = now();
    const auto system =
        KeptTime(std::chrono::duration_cast<microseconds>(system_().time_since_epoch()));
    state_.with([&](State& state) {
        const bool has_other_marks = state.members != 0 && state.mark_key != kept_limits.mark_key;
        for (const auto& each : kept_limits.limits) {
            restore_limit(state, each, at, system);
        }
        if (has_other_marks) {
            return;
        }
        state.mark_key = kept_limits.mark_key;
        for (const auto& each : kept_limits.members) {
            restore_member(state, each, at, system);
        }
    });
}

}  // namespace msa
