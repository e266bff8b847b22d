// Notices that the clock was set.
#pragma once

#include <chrono>
#include <optional>

namespace msa {

class TrailClock {
public:
    using Wall = std::chrono::system_clock::time_point;
    using Steady = std::chrono::steady_clock::time_point;

    struct Step {
        Wall from;  // what it would show
        Wall to;
    };

    /// Where it shows 10 s more or less than it would since the last call, or less than then.
    [[nodiscard]] std::optional<Step> step(Wall wall, Steady steady);

private:
    struct Reading {
        Wall wall;
        Steady steady;
    };
    std::optional<Reading> last_;
};

}  // namespace msa
