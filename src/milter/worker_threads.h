// How many threads serve sessions. Whoever starts them, it is known of a thread when it serves its
// first session, and until it ends.
#pragma once

#include <cstdint>

namespace msa {

/// While this lives its thread carries out a step of a session.
class AtWork {
public:
    AtWork() noexcept;
    AtWork(const AtWork&) = delete;
    AtWork& operator=(const AtWork&) = delete;
    ~AtWork();
};

struct WorkerThreads {
    std::uint64_t there = 0;
    std::uint64_t busy = 0;
};
/// Of this process.
[[nodiscard]] WorkerThreads worker_threads();

}  // namespace msa
