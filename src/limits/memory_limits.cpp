#include "limits/memory_limits.h"

#include <algorithm>
#include <exception>
#include <random>

namespace msa {
namespace {

using std::chrono::nanoseconds;

constexpr std::int64_t lapse_after = nanoseconds(std::chrono::hours(1)).count();
constexpr std::int64_t between_sweeps = nanoseconds(std::chrono::seconds(1)).count();

std::uint64_t random_word() {
    std::random_device device;
    constexpr unsigned half = 32;
    return static_cast<std::uint64_t>(device()) << half | device();
}

}  // namespace

MemoryLimits::MemoryLimits(Clock clock, SystemClock system, Bounds bounds)
    : clock_(std::move(clock)), system_(std::move(system)), bounds_(bounds) {
    state_.with([](State& state) { state.mark_key = {random_word(), random_word()}; });
}

MemoryLimits::Time MemoryLimits::now() const {
    return std::chrono::duration_cast<nanoseconds>(clock_().time_since_epoch()).count();
}

/// Forgets keys that say nothing any more, where there is no room.
bool MemoryLimits::has_room(State& state, Time now, std::size_t more) const {
    if (state.keys.size() + more <= bounds_.keys) {
        return true;
    }
    if (now < state.look_again) {
        return false;
    }
    state.look_again = now + between_sweeps;
    for (auto key = state.keys.begin(); key != state.keys.end();) {
        auto& counted = key->second;
        const bool is_idle =
            !counted.rate().is_open() && counted.useless_at() <= now && !counted.is_changed;
        if (is_idle) {  // and so neither among the changes nor among those that were seen
            state.members -= counted.members().size();
        }
        key = is_idle ? state.keys.erase(key) : std::next(key);
    }
    return state.keys.size() + more <= bounds_.keys;
}

MemoryLimits::Open& MemoryLimits::open(State& state, std::string_view transaction, Time now) const {
    auto [place, is_new] = state.open.try_emplace(std::string(transaction));
    if (is_new) {
        place->second.owner = ++state.last_owner;
        place->second.lapse =
            state.lapses.insert(state.lapses.end(), {now + lapse_after, place->first});
    }
    return place->second;
}

void MemoryLimits::note_change(State& state, Entry& entry) {
    if (state.is_watched && !std::exchange(entry.second.is_changed, true)) {
        state.changed.push_back(&entry);
    }
}

void MemoryLimits::see(State& state, Entry& entry, std::uint64_t mark, Time now) const {
    auto& counted = entry.second;
    const auto before = counted.members().size();
    if (state.members >= bounds_.members && !counted.members().contains(mark)) {
        counted.forget(now, bounds_.members_of_a_key);
        state.members -= before - counted.members().size();
        return;
    }
    counted.see(mark, now);
    if (counted.members().size() > bounds_.members_of_a_key) {
        counted.forget(now, bounds_.members_of_a_key);
    }
    state.members += counted.members().size();
    state.members -= before;
    if (state.is_watched) {
        state.seen.emplace_back(&entry, mark);
    }
    note_change(state, entry);
}

void MemoryLimits::count(State& state, const Asked& asked, const Charge& charge, Open& open,
                         Time now) const {
    auto& counted = asked.entry->second;
    switch (charge.counting) {
        case Counting::distinct:
            if (!charge.is_final && !counted.knows(asked.mark, now)) {
                open.added.push_back({asked.entry, {asked.mark, now}});
            }
            see(state, *asked.entry, asked.mark, now);
            return;
        case Counting::newcomers: open.seen[asked.entry].insert(asked.mark); break;
        default: break;
    }
    note_change(state, *asked.entry);
    counted.count(charge, asked.mark, asked.is_known, now, charge.is_final ? 0 : open.owner);
    if (!charge.is_final && (open.charged.empty() || open.charged.back() != asked.entry)) {
        open.charged.push_back(asked.entry);
    }
}

Result<void> MemoryLimits::make_room(State& state, const std::vector<Charge>& charges,
                                     Time now) const {
    if (has_room(state, now, charges.size())) {
        return {};
    }
    const auto unknown = std::count_if(charges.begin(), charges.end(), [&](const Charge& each) {
        return state.keys.count(each.key) == 0;
    });
    return has_room(state, now, static_cast<std::size_t>(unknown))
               ? Result<void>()
               : Error{"more than " + std::to_string(bounds_.keys) + " limits to remember"};
}

MemoryLimits::Entry& MemoryLimits::entry_of(State& state, const Charge& charge) {
    auto& entry = *state.keys.try_emplace(charge.key, charge).first;
    if (entry.second.counting() != charge.counting) {
        state.members -= entry.second.members().size();
        const bool is_changed = entry.second.is_changed;
        entry.second = CountedKey(charge);  // another limit of the same name
        entry.second.is_changed = is_changed;
    }
    entry.second.fit(charge);
    return entry;
}

MemoryLimits::Asked MemoryLimits::ask(State& state, const Open& open, const Charge& charge,
                                      Time now) {
    auto& entry = entry_of(state, charge);
    const auto mark = charge.member.empty() ? 0 : member_mark(state.mark_key, charge.member);
    const auto seen = open.seen.find(&entry);
    const bool is_known = seen != open.seen.end() && seen->second.contains(mark);
    const auto members = entry.second.members().size();
    const auto said = entry.second.answer(charge, mark, is_known, now);
    state.members -= members - entry.second.members().size();
    return {&entry, mark, is_known, said};
}

namespace {

/// Whatever the others say.
bool is_counted_at_once(const Charge& charge, bool is_within) {
    return charge.is_final && !charge.is_question &&
           (is_within || charge.counting == Counting::share);
}

bool is_counted_with_all(const Charge& charge, bool is_within, bool holds_up) {
    return is_within && !charge.is_question && !charge.is_final &&
           (!holds_up || !charge.is_enforced);
}

}  // namespace

/// Counted, where it is: the answer, but for its time.
LimitAnswer MemoryLimits::settled(State& state, Open& open, const Asked& asked,
                                  const Charge& charge, bool holds_up, Time now) const {
    const auto& said = asked.said;
    bool is_counted = charge.is_final && !charge.is_question;
    if (is_counted_with_all(charge, said.is_within, holds_up)) {
        count(state, asked, charge, open, now);
        is_counted = true;
    }
    const auto left =
        is_counted ? asked.entry->second.answer(charge, asked.mark, true, now).left : said.left;
    return {.is_within = said.is_within, .is_too_much = said.is_too_much, .left = left};
}

Result<std::vector<LimitAnswer>> MemoryLimits::reserve(std::string_view transaction,
                                                       const std::vector<Charge>& charges) {
    const auto at = now();
    const auto system = system_();
    return state_.with([&](State& state) -> Result<std::vector<LimitAnswer>> {
        lapse(state, at);
        if (const auto room = make_room(state, charges, at); !room) {
            return room.error();
        }
        auto& opened = open(state, transaction, at);
        std::vector<Asked> asked;
        asked.reserve(charges.size());
        bool holds_up = false;
        for (const auto& charge : charges) {
            asked.push_back(ask(state, opened, charge, at));
            const bool is_within = asked.back().said.is_within;
            if (is_counted_at_once(charge, is_within)) {
                count(state, asked.back(), charge, opened, at);
            }
            holds_up = holds_up || (charge.is_enforced && !is_within);
        }
        std::vector<LimitAnswer> answers;
        answers.reserve(charges.size());
        for (std::size_t i = 0; i < charges.size(); ++i) {
            answers.push_back(settled(state, opened, asked[i], charges[i], holds_up, at));
            answers.back().next_at =
                system + std::chrono::duration_cast<LimitAnswer::Instant::duration>(
                             nanoseconds(asked[i].said.next_at - at));
        }
        return answers;
    });
}

void MemoryLimits::end(State& state, const std::string& transaction, bool is_accepted,
                       Time now) const {
    const auto known = state.open.find(transaction);
    if (known == state.open.end()) {
        return;
    }
    const auto opened = std::move(known->second);
    state.open.erase(known);
    state.lapses.erase(opened.lapse);
    for (auto* entry : opened.charged) {
        if (is_accepted) {
            entry->second.rate().commit(opened.owner);
        } else {
            entry->second.rate().take_back(opened.owner);
        }
        note_change(state, *entry);
    }
    for (const auto& [entry, marks] : opened.seen) {
        for (const auto mark : marks) {
            if (is_accepted) {
                see(state, *entry, mark, now);
            }
        }
    }
    for (const auto& [entry, seen] : opened.added) {
        if (!is_accepted) {
            const auto before = entry->second.members().size();
            entry->second.unsee(seen.first, seen.second);
            state.members -= before - entry->second.members().size();
            note_change(state, *entry);
        }
    }
}

void MemoryLimits::lapse(State& state, Time now) const {
    while (!state.lapses.empty() && state.lapses.front().first <= now) {
        const auto transaction = state.lapses.front().second;
        end(state, transaction, false, now);
    }
}

void MemoryLimits::commit(std::string_view transaction) noexcept {
    try {
        const auto at = now();
        state_.with([&](State& state) { end(state, std::string(transaction), true, at); });
    } catch (const std::exception&) {
        return;  // no memory: it lapses
    }
}

void MemoryLimits::give_back(std::string_view transaction) noexcept {
    try {
        const auto at = now();
        state_.with([&](State& state) { end(state, std::string(transaction), false, at); });
    } catch (const std::exception&) {
        return;  // no memory: it lapses
    }
}

}  // namespace msa
