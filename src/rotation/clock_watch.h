// Whether the clock was set while we looked away. A week that passes in an instant is none: mail
// that was signed before is still under way.
#pragma once

#include <chrono>
#include <optional>

namespace msa {

/// Not for two threads at once.
class ClockWatch {
public:
    struct Reading {
        std::chrono::system_clock::time_point shown;
        std::chrono::nanoseconds passed;  // since the host booted, sleep included
    };

    /// Of this moment.
    [[nodiscard]] static Reading read();

    /// Whether the clock went on by an hour more than time has passed since the last call; the
    /// first call says no.
    [[nodiscard]] bool was_set_forward(const Reading& now);

private:
    std::optional<Reading> last_;
};

}  // namespace msa
