// The thread that takes signals: SIGHUP and SIGUSR1 reload the rules; SIGTERM and SIGINT end the
// daemon gracefully, and at once when they come again.
#pragma once

#include "base/log.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <string_view>
#include <thread>

namespace msa {

/// What signals lead to. All are called in the signal thread.
struct SignalActions {
    std::function<void()> reload;
    std::function<void()> begin_drain;
    std::function<bool()> is_drained;            // asked until it is true or the time is up
    std::function<void(std::string_view)> stop;  // why: "drained", "timeout" or "forced"
    std::chrono::seconds drain_timeout{20};
};

/// Blocks the signals above in this thread and in those it starts from now on. Must happen before
/// the first thread is started, since a signal goes to any thread that does not block it.
void block_signals();

class SignalThread {
public:
    SignalThread(SignalActions actions, Log& log);
    SignalThread(const SignalThread&) = delete;
    SignalThread& operator=(const SignalThread&) = delete;
    /// The thread ends, whatever it is waiting for.
    ~SignalThread();

private:
    void run() noexcept;
    void reload();
    [[nodiscard]] std::string_view drain();

    SignalActions actions_;
    Log& log_;
    std::atomic<bool> ended_ = false;
    std::thread thread_;  // last: it uses the others
};

}  // namespace msa
