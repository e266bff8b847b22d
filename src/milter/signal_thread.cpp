// The signal thread, see signal_thread.h.
#include "milter/signal_thread.h"

#include <csignal>
#include <ctime>
#include <exception>
#include <initializer_list>
#include <utility>

#include <pthread.h>

namespace msa {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often a drain looks for its end.
constexpr milliseconds drain_step{20};

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

}  // namespace

void block_signals() {
    const sigset_t all = set_of({SIGHUP, SIGUSR1, SIGTERM, SIGINT});
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

SignalThread::SignalThread(SignalActions actions, Log& log)
    : actions_(std::move(actions)), log_(log), thread_([this] { run(); }) {}

SignalThread::~SignalThread() {
    ended_ = true;
    // Any of its signals makes it look; a thread that has ended already does not mind.
    ::pthread_kill(thread_.native_handle(), SIGHUP);
    thread_.join();
}

void SignalThread::run() noexcept {
    const sigset_t all = set_of({SIGHUP, SIGUSR1, SIGTERM, SIGINT});
    int signal = 0;
    while (!is_end(signal)) {
        signal = ::sigwaitinfo(&all, nullptr);
        if (ended_) {
            return;
        }
        if (signal == SIGHUP || signal == SIGUSR1) {
            reload();
        }
    }
    log_.info(LogLine("drain").add("signal", signal == SIGTERM ? "TERM" : "INT"));
    actions_.begin_drain();
    actions_.stop(drain());
}

void SignalThread::reload() {
    try {
        actions_.reload();
    } catch (const std::exception& error) {
        log_.error(LogLine("reload").add("result", "failed").add("error", error.what()));
    }
}

std::string_view SignalThread::drain() {
    const sigset_t ends = set_of({SIGTERM, SIGINT});
    const std::timespec step{.tv_sec = 0, .tv_nsec = std::chrono::nanoseconds(drain_step).count()};
    const auto deadline = steady_clock::now() + actions_.drain_timeout;
    while (!actions_.is_drained()) {
        if (steady_clock::now() >= deadline) {
            return "timeout";
        }
        if (is_end(::sigtimedwait(&ends, nullptr, &step))) {
            return "forced";
        }
    }
    return "drained";
}

}  // namespace msa
