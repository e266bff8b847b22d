// What processes have used, from /proc.
#pragma once

#include <vector>

namespace msa::bench {

struct ServerFacts {
    double cpu_seconds = 0;
    long rss_kb = 0;
    long threads = 0;

    /// Of all together. Throws std::runtime_error where one is gone.
    [[nodiscard]] static ServerFacts of(const std::vector<int>& processes);
};

}  // namespace msa::bench
