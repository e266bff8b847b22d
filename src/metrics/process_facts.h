// What the system says of this process.
#pragma once

#include <cstdint>

namespace msa {

struct ProcessFacts {
    double processor_seconds = 0;
    std::uint64_t resident_bytes = 0;
    std::uint64_t descriptors = 0;       // open
    std::uint64_t most_descriptors = 0;  // that may be
};

/// What cannot be read is 0.
[[nodiscard]] ProcessFacts process_facts();

}  // namespace msa
