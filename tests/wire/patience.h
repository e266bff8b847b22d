// How long tests wait for what must happen: never the time itself, always the event.
#pragma once

#include <chrono>
#include <thread>

namespace msa::wire {

/// Long enough for a sanitized daemon on a loaded machine.
inline constexpr std::chrono::milliseconds patience{20000};

/// Whether `condition` becomes true while there is patience.
template <class Condition>
[[nodiscard]] bool comes_true(Condition condition) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

}  // namespace msa::wire
