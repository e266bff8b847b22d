// Signals, see signals.h.
#include "milter/signals.h"

#include <csignal>
#include <ctime>
#include <exception>
#include <initializer_list>

namespace msa {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often a drain looks for its end.
constexpr milliseconds drain_step{10};

sigset_t set_of(std::initializer_list<int> signals) {
    sigset_t set{};
    sigemptyset(&set);
    for (const int signal : signals) {
        sigaddset(&set, signal);
    }
    return set;
}

bool is_end(int signal) {
    return signal == SIGTERM || signal == SIGINT;
}

void reload(const SignalActions& actions, Log& log) {
    try {
        actions.reload();
    } catch (const std::exception& error) {
        // The rules in force stay, as after any other failure.
        log.error(LogLine("reload").add("result", "failed").add("error", error.what()));
    }
}

std::string_view drain(const SignalActions& actions) {
    const sigset_t ends = set_of({SIGTERM, SIGINT});
    const std::timespec step{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(drain_step).count()};
    const auto deadline = steady_clock::now() + actions.drain_timeout;
    actions.begin_drain();
    while (!actions.is_drained()) {
        if (steady_clock::now() >= deadline) {
            return "timeout";
        }
        if (is_end(::sigtimedwait(&ends, nullptr, &step))) {
            return "forced";
        }
    }
    return "drained";
}

}  // namespace

void block_signals() {
    const sigset_t all = set_of({SIGHUP, SIGUSR1, SIGTERM, SIGINT});
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

void Interruption::interrupt() {
    has_come_ = true;
    // Any of the signals makes the waiting thread look.
    ::pthread_kill(waiting_, SIGHUP);
}

std::string_view wait_for_end(const SignalActions& actions, const Interruption& interruption,
                              Log& log) {
    const sigset_t all = set_of({SIGHUP, SIGUSR1, SIGTERM, SIGINT});
    for (;;) {
        const int signal = ::sigwaitinfo(&all, nullptr);
        if (interruption.has_come()) {
            return "interrupted";
        }
        if (is_end(signal)) {
            log.info(LogLine("drain").add("signal", signal == SIGTERM ? "TERM" : "INT"));
            return drain(actions);
        }
        if (signal == SIGHUP || signal == SIGUSR1) {
            reload(actions, log);
        }
    }
}

}  // namespace msa
