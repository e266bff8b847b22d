// Limits in the memory of the daemon; kept by a LimitKeeper, they outlive it.
#pragma once

#include "base/guarded.h"
#include "limits/counted_key.h"
#include "limits/kept_limits.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace msa {

class MemoryLimits final : public LimitStore {
public:
    using Clock = std::function<std::chrono::steady_clock::time_point()>;
    using SystemClock = std::function<std::chrono::system_clock::time_point()>;

    struct Bounds {
        std::size_t keys = 1'000'000;            // further ones are an error
        std::size_t members_of_a_key = 100'000;  // beyond that, the oldest are forgotten
        std::size_t members = 2'000'000;         // beyond that, none is remembered
    };

    /// `clock`, by which all is counted, must never go backwards; `system` says when a limit heals.
    MemoryLimits(Clock clock, SystemClock system)
        : MemoryLimits(std::move(clock), std::move(system), Bounds()) {}
    MemoryLimits(Clock clock, SystemClock system, Bounds bounds);

    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view transaction) noexcept override;
    void give_back(std::string_view transaction) noexcept override;

    [[nodiscard]] Result<std::vector<LimitUse>> fullest(std::size_t most) override;
    [[nodiscard]] Result<std::size_t> forget(const std::vector<Charge>& keys) override;

    /// What changed since the last call, the first time all, or all; what is only reserved is left
    /// out. From the first call on there must be others: until they are taken, changes are kept.
    [[nodiscard]] KeptLimits take_changes();
    [[nodiscard]] KeptLimits all();
    /// Of a key that has been counted meanwhile, the fuller state holds. Nothing is fuller than
    /// full, whatever clock the kept ones are from. Members that another key has marked are left
    /// out, unless there are none yet.
    void restore(const KeptLimits& kept);

private:
    using Time = CountedKey::Time;
    using Keys = std::unordered_map<std::string, CountedKey>;
    using Entry = Keys::value_type;                          // its place stays the same
    using Lapses = std::list<std::pair<Time, std::string>>;  // of a transaction
    struct Open {
        CountedKey::Owner owner = 0;
        Lapses::iterator lapse{};
        std::vector<Entry*> charged{};
        std::unordered_map<Entry*, std::unordered_set<std::uint64_t>> seen{};    // of newcomers
        std::vector<std::pair<Entry*, std::pair<std::uint64_t, Time>>> added{};  // of distinct
    };
    struct State {
        Keys keys;
        bool is_watched = false;  // somebody takes the changes, or else none is noted
        std::unordered_map<std::string, Open> open;
        Lapses lapses;  // in the order in which they come
        std::vector<Entry*> changed;
        std::vector<std::pair<Entry*, std::uint64_t>> seen;  // that are not written yet
        std::size_t members = 0;
        Time look_again = 0;  // before that, no key can be forgotten
        CountedKey::Owner last_owner = 0;
        MarkKey mark_key{};
    };
    struct Asked {
        Entry* entry;
        std::uint64_t mark;
        bool is_known;
        CountedKey::Said said;
    };

    [[nodiscard]] Time now() const;
    [[nodiscard]] bool has_room(State& state, Time now, std::size_t more) const;
    [[nodiscard]] Result<void> make_room(State& state, const std::vector<Charge>& charges,
                                         Time now) const;
    [[nodiscard]] static Entry& entry_of(State& state, const Charge& charge);
    [[nodiscard]] static Asked ask(State& state, const Open& open, const Charge& charge, Time now);
    [[nodiscard]] LimitAnswer settled(State& state, Open& open, const Asked& asked,
                                      const Charge& charge, bool holds_up, Time now) const;
    [[nodiscard]] Open& open(State& state, std::string_view transaction, Time now) const;
    void end(State& state, const std::string& transaction, bool is_accepted, Time now) const;
    void lapse(State& state, Time now) const;
    void count(State& state, const Asked& asked, const Charge& charge, Open& open, Time now) const;
    void see(State& state, Entry& entry, std::uint64_t mark, Time now) const;
    static void note_change(State& state, Entry& entry);
    static void note_all(State& state);
    [[nodiscard]] KeptLimit kept(const Entry& entry, Time now) const;
    [[nodiscard]] KeptTime system_time(Time time, Time now) const;
    void restore_limit(State& state, const KeptLimit& kept, Time now, KeptTime system) const;
    void restore_member(State& state, const KeptMember& kept, Time now, KeptTime system) const;

    Clock clock_;
    SystemClock system_;
    Bounds bounds_;
    Guarded<State> state_;
};

}  // namespace msa
