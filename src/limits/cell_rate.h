// The generic cell rate algorithm with charges that may be taken back as if they had never been.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace msa {

/// All times are nanoseconds of one clock. A charge at `now` makes max(empty_at, now) + add of
/// empty_at. Functions of that shape, max(empty_at + add, floor), are closed under composition: so
/// charges between two open ones are kept as one.
class CellRate {
public:
    using Time = std::int64_t;
    using Owner = std::uint64_t;  // of an open charge; 0: it is settled

    CellRate() = default;
    explicit CellRate(Time empty_at) : base_(empty_at), empty_at_(empty_at) {}

    [[nodiscard]] Time empty_at() const { return empty_at_; }
    [[nodiscard]] bool is_open() const { return !steps_.empty(); }

    void charge(Time now, Time add, Owner owner) {
        empty_at_ = std::max(empty_at_, now) + add;
        append({add, now + add, owner});
        settle_front();
    }
    void commit(Owner owner) {
        for (auto& step : steps_) {
            step.owner = step.owner == owner ? 0 : step.owner;
        }
        rebuild();
    }
    void take_back(Owner owner) {
        std::erase_if(steps_, [owner](const Step& step) { return step.owner == owner; });
        rebuild();
    }
    /// As if all open charges were taken back.
    [[nodiscard]] Time settled_empty_at() const {
        Time time = base_;
        for (const auto& step : steps_) {
            time = step.owner == 0 ? step.after(time) : time;
        }
        return time;
    }

private:
    struct Step {
        Time add;
        Time floor;
        Owner owner;

        [[nodiscard]] Time after(Time before) const { return std::max(before + add, floor); }
    };

    void append(const Step& step) {
        if (!steps_.empty() && steps_.back().owner == step.owner) {
            auto& last = steps_.back();
            last.floor = std::max(last.floor + step.add, step.floor);
            last.add += step.add;
        } else {
            steps_.push_back(step);
        }
    }
    void settle_front() {
        if (!steps_.empty() && steps_.front().owner == 0) {
            base_ = steps_.front().after(base_);
            steps_.erase(steps_.begin());
        }
    }
    void rebuild() {
        const auto steps = std::exchange(steps_, {});
        for (const auto& step : steps) {
            append(step);
        }
        settle_front();
        empty_at_ = base_;
        for (const auto& step : steps_) {
            empty_at_ = step.after(empty_at_);
        }
    }

    static constexpr Time never = std::numeric_limits<Time>::min() / 4;

    Time base_ = never;        // before the first open charge
    std::vector<Step> steps_;  // the first one is open
    Time empty_at_ = never;    // with all of them
};

}  // namespace msa
