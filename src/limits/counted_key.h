// What is counted under one key of a limit, whichever way it counts.
#pragma once

#include "limits/cell_rate.h"
#include "submission/limit_store.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace msa {

class CountedKey {
public:
    using Time = CellRate::Time;
    using Owner = CellRate::Owner;
    using Members = std::unordered_map<std::uint64_t, Time>;  // when each was seen last

    explicit CountedKey(const Charge& charge) : counting_(charge.counting) { fit(charge); }

    /// One answer, with next_at as a time of this clock.
    struct Said {
        bool is_within = true;
        bool is_too_much = false;
        std::int64_t left = 0;
        Time next_at = 0;
    };
    /// `is_known`: the member costs nothing in this transaction.
    [[nodiscard]] Said answer(const Charge& charge, std::uint64_t mark, bool is_known, Time now);
    /// Counts it. `owner` 0: for good.
    void count(const Charge& charge, std::uint64_t mark, bool is_known, Time now, Owner owner);
    /// The charge is of this limit as it was written last.
    void fit(const Charge& charge);

    /// Whether it was seen, within the memory of newcomers, or the window of distinct members.
    [[nodiscard]] bool knows(std::uint64_t mark, Time now) const;
    void see(std::uint64_t mark, Time now) { members_.insert_or_assign(mark, now); }
    /// Forgets a member that nobody has seen since.
    void unsee(std::uint64_t mark, Time seen);
    /// Forgets members that are too old, and the oldest beyond `most`.
    void forget(Time now, std::size_t most);

    /// How full it is: costs, rounded up; members; per cent of a share.
    [[nodiscard]] std::int64_t used(Time now) const;
    /// Nothing was counted; who was seen as a newcomer stays so.
    void begin_again();

    [[nodiscard]] CellRate& rate() { return rate_; }
    [[nodiscard]] const CellRate& rate() const { return rate_; }
    [[nodiscard]] Counting counting() const { return counting_; }
    [[nodiscard]] const Members& members() const { return members_; }
    [[nodiscard]] Time memory() const { return memory_; }
    [[nodiscard]] Time most() const { return most_; }
    /// From then on it says nothing any more.
    [[nodiscard]] Time useless_at() const;

    struct Slice {
        std::int64_t number = -1;  // since the clock's beginning
        std::int64_t hits = 0;
        std::int64_t all = 0;
    };
    static constexpr std::int64_t slices = 10;
    /// Of a share: as many as there are slices, or none yet.
    [[nodiscard]] const std::vector<Slice>& counted() const { return slices_; }
    [[nodiscard]] Time slice_length() const { return slice_length_; }
    void restore(Time slice_length, const Slice& slice);
    /// The later of both times holds.
    void restore_member(std::uint64_t mark, Time seen, Time memory) {
        memory_ = memory;
        auto& place = members_.try_emplace(mark, seen).first->second;
        place = std::max(place, seen);
    }

    bool is_changed = false;

private:
    [[nodiscard]] Said of_rate(const Charge& charge, std::int64_t cost, Time now) const;
    [[nodiscard]] Said of_members(const Charge& charge, std::uint64_t mark, Time now);
    [[nodiscard]] Said of_share(const Charge& charge, Time now) const;
    [[nodiscard]] Slice& slice_at(std::int64_t number);
    [[nodiscard]] Slice sum(std::int64_t first, std::int64_t last) const;

    Counting counting_;
    CellRate rate_;
    Time each_ = 1;    // what one costs
    Time most_ = 0;    // that the rate can be full
    Time memory_ = 0;  // of members
    Members members_;
    Time slice_length_ = 1;
    std::vector<Slice> slices_;
};

}  // namespace msa
