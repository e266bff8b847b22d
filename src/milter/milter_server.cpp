// Serving, see milter_server.h.
#include "milter/milter_server.h"

#include "milter/callbacks.h"
#include "milter/signals.h"
#include "milter/sigwait.h"

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <libmilter/mfapi.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

namespace msa {

namespace {

using std::chrono::milliseconds;

// A packet that is longer ends the milter session, and with it whatever filtering the MTA's
// settings demand. libmilter's default of 64 KiB is below what Postfix lets through in one field
// (100 KiB by default); memory is taken for what arrives only.
constexpr std::size_t longest_packet = std::size_t{16} * 1024 * 1024;

// The MTA's own limits are shorter; libmilter's default is 7210 as well.
constexpr int idle_seconds = 7210;

constexpr int backlog = 1024;

// Of libmilter's threads, of which there is one per session in a callback. This thread keeps its
// own size: a reload parses rule files in it.
constexpr std::size_t thread_stack = std::size_t{1024} * 1024;

// For a callback that is under way when the transactions were waited for.
constexpr milliseconds callback_patience{1000};

// Behind the drain, for the callbacks, the log and all that is closed: then the process ends,
// whatever hangs.
constexpr std::chrono::seconds end_patience{5};

constexpr milliseconds log_patience{1000};

// Each MTA connection is a descriptor, and libmilter spins when there are none left.
void use_all_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)::setrlimit(RLIMIT_NOFILE, &limit);  // a smaller number serves as well
    }
}

Result<void> use_small_stacks() {
    pthread_attr_t attributes{};
    bool done = ::pthread_attr_init(&attributes) == 0;
    done = done && ::pthread_attr_setstacksize(&attributes, thread_stack) == 0 &&
           ::pthread_setattr_default_np(&attributes) == 0;
    ::pthread_attr_destroy(&attributes);
    return done ? Result<void>() : Error{.what = "cannot set the stack size of threads"};
}

Result<void> prepare_libmilter(ListeningSocket& socket) {
    const auto descriptor = socket.hand_over();
    if (!descriptor) {
        return descriptor.error();
    }
    // Debian's libmilter takes a descriptor; others take this for a bad address in smfi_main().
    std::string connection = "fd:" + std::to_string(*descriptor);
    (void)::smfi_setmaxdatasize(longest_packet);  // returns the size before
    if (::smfi_register(callbacks()) != MI_SUCCESS ||
        ::smfi_setconn(connection.data()) != MI_SUCCESS ||
        ::smfi_settimeout(idle_seconds) != MI_SUCCESS || ::smfi_setbacklog(backlog) != MI_SUCCESS) {
        return Error{.what = "libmilter cannot be set up"};
    }
    return {};
}

/// From now on the process has so long. A table, a resolver or a disk may not let go of us.
void bound_end(std::chrono::seconds patience) {
    // _exit() may be called in a handler.
    (void)std::signal(SIGALRM, [](int) { ::_exit(EX_SOFTWARE); });
    (void)::alarm(static_cast<unsigned>(patience.count()));
}

// In a thread of its own, which is never waited for: libmilter destroys the locks that its threads
// still use when it is stopped, and takes up to 5 s for it. It ends with the process.
std::shared_ptr<Interruption> start_libmilter() {
    auto failure = std::make_shared<Interruption>();
    std::thread([failure] {
        (void)::smfi_main();  // comes back only where it has failed, which the mail log explains
        failure->interrupt();
    }).detach();
    return failure;
}

}  // namespace

Result<void> serve(ListeningSocket socket, const MilterSettings& settings, RuleStore& rules,
                   const Environment& environment, Log& log, std::function<void()> reload) {
    block_signals();
    if (!sigwait_is_ours()) {
        return Error{.what = "libmilter would take the signals: sigwait is not ours"};
    }
    use_all_descriptors();
    if (const auto small = use_small_stacks(); !small) {
        return small.error();
    }
    if (const auto prepared = prepare_libmilter(socket); !prepared) {
        return prepared.error();
    }
    Daemon daemon{.rules = rules, .environment = environment, .log = log, .host = settings.host};
    const auto begin_drain = [&] {
        bound_end(settings.drain_timeout + end_patience);
        daemon.open.begin_no_more();
        if (const auto retired = socket.retire(); !retired) {
            log.warning(LogLine("drain").add("error", retired.error().what));
        }
    };
    open_gate(daemon);
    const auto failure = start_libmilter();
    const std::string_view why =
        wait_for_end({.reload = std::move(reload),
                      .begin_drain = begin_drain,
                      .is_drained = [&] { return daemon.open.count() == 0; },
                      .drain_timeout = settings.drain_timeout},
                     *failure, log);
    log.info(LogLine("stopping").add("why", why).add("open", daemon.open.count()));
    if (!close_gate(callback_patience)) {
        // What it uses must not be destroyed. Records are durable when they are written.
        log.error(LogLine("stopping").add("error", "a callback does not come back"));
        log.flush(log_patience);
        std::_Exit(EX_SOFTWARE);
    }
    return failure->has_come() ? Error{.what = "libmilter has failed; see the mail log"}
                               : Result<void>();
}

}  // namespace msa
