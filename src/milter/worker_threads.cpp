#include "milter/worker_threads.h"

#include <atomic>

namespace msa {

namespace {

// Threads belong to the process, and libmilter's outlive main().
std::atomic<std::uint64_t> there = 0;
std::atomic<std::uint64_t> busy = 0;

/// Of the thread, not of a session.
struct Presence {
    Presence() { there.fetch_add(1, std::memory_order_relaxed); }
    Presence(const Presence&) = delete;
    Presence& operator=(const Presence&) = delete;
    ~Presence() { there.fetch_sub(1, std::memory_order_relaxed); }
    void note() const noexcept {}
};

}  // namespace

AtWork::AtWork() noexcept {
    thread_local const Presence presence;
    presence.note();  // else it would never be made
    busy.fetch_add(1, std::memory_order_relaxed);
}

AtWork::~AtWork() {
    busy.fetch_sub(1, std::memory_order_relaxed);
}

WorkerThreads worker_threads() {
    return {.there = there.load(std::memory_order_relaxed),
            .busy = busy.load(std::memory_order_relaxed)};
}

}  // namespace msa
