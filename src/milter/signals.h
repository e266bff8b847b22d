// What the daemon does on signals: SIGHUP and SIGUSR1 reload the rules; SIGTERM and SIGINT end it
// gracefully, and at once when they come again.
#pragma once

#include "base/log.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <string_view>

#include <pthread.h>

namespace msa {

/// Blocks these signals in this thread and in those it starts from now on. Must happen before the
/// first thread is started, since a signal goes to any thread that does not block it.
void block_signals();

/// Why signals are no longer waited for, from another thread.
class Interruption {
public:
    /// Made by the thread that waits.
    Interruption() : waiting_(::pthread_self()) {}

    void interrupt();
    [[nodiscard]] bool has_come() const { return has_come_; }

private:
    pthread_t waiting_;
    std::atomic<bool> has_come_ = false;
};

struct SignalActions {
    std::function<void()> reload;
    std::function<void()> begin_drain;
    std::function<bool()> is_drained;  // asked until it is true or the time is up
    std::chrono::seconds drain_timeout{20};
};

/// Does all that in the calling thread until the daemon shall end. Returns how that came about:
/// "drained", "timeout", "forced", or "interrupted".
[[nodiscard]] std::string_view wait_for_end(const SignalActions& actions,
                                            const Interruption& interruption, Log& log);

}  // namespace msa
