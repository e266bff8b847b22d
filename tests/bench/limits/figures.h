// Figures as `make bench` prints them: each beside what it is to be.
#pragma once

#include <cstdio>
#include <ctime>
#include <string>

namespace msa::bench {

enum class Goal { at_most, at_least, none };

inline void print_figure(const std::string& name, double value, const std::string& unit, Goal goal,
                         double wanted = 0) {
    std::printf("%-62s %9.*f %s", name.c_str(), value < 100 ? 2 : 0, value, unit.c_str());
    if (goal != Goal::none) {
        const bool is_reached = goal == Goal::at_most ? value <= wanted : value >= wanted;
        std::printf("  (%s %g: %s)", goal == Goal::at_most ? "at most" : "at least", wanted,
                    is_reached ? "yes" : "NO");
    }
    std::printf("\n");
    (void)std::fflush(stdout);
}

/// Seconds of CPU of all threads of this process.
inline double own_cpu() {
    timespec used{};
    (void)::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

}  // namespace msa::bench
