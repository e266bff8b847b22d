// Serving, see milter_server.h.
#include "milter/milter_server.h"

#include "milter/engine.h"
#include "milter/signals.h"

#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

namespace msa {

namespace {

using std::chrono::milliseconds;

// For a step that is under way when the transactions were waited for.
constexpr milliseconds step_patience{1000};

// Behind the drain, for the steps, the log and all that is closed: then the process ends,
// whatever hangs.
constexpr std::chrono::seconds end_patience{5};

constexpr milliseconds log_patience{1000};

// Each MTA connection is a descriptor.
void use_all_descriptors(const Log& log) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return;
    }
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);  // a smaller number serves as well
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < least_descriptors) {
        log.warning(LogLine("limits")
                        .add("descriptors", limit.rlim_cur)
                        .add("warning", "each session takes one, and beyond that mail is put off"));
    }
}

/// From now on the process has so long. A table, a resolver or a disk may not let go of us.
void bound_end(std::chrono::seconds patience) {
    // _exit() may be called in a handler.
    (void)std::signal(SIGALRM, [](int) { ::_exit(EX_SOFTWARE); });
    (void)::alarm(static_cast<unsigned>(patience.count()));
}

std::unique_ptr<Engine> make_engine(const MilterSettings& settings) {
    return settings.engine == MilterSettings::EngineKind::native ? make_native_engine()
                                                                 : make_libmilter_engine();
}

}  // namespace

Result<void> serve(ListeningSocket socket, const MilterSettings& settings, Daemon& daemon,
                   const ServiceEvents& events) {
    Log& log = daemon.log;
    block_signals();
    use_all_descriptors(log);
    const auto begin_drain = [&] {
        bound_end(settings.drain_timeout + end_patience);
        events.stopping();
        daemon.open.begin_no_more();
        if (const auto retired = socket.retire(); !retired) {
            log.warning(LogLine("drain").add("error", retired.error().what));
        }
    };
    const auto failure = std::make_shared<Interruption>();
    const auto engine = make_engine(settings);
    if (const auto started = engine->start(socket, daemon, failure); !started) {
        return started.error();
    }
    // Whatever happens: while the engine's threads work, it must not be destroyed.
    std::string_view why = "trouble";
    std::string trouble;
    try {
        events.started();
        why = wait_for_end({.reload = events.reload,
                            .begin_drain = begin_drain,
                            .is_drained = [&] { return daemon.open.count() == 0; },
                            .drain_timeout = settings.drain_timeout},
                           *failure, log);
    } catch (const std::exception& error) {
        trouble = error.what();
        daemon.open.begin_no_more();
    }
    log.info(LogLine("stopping").add("why", why).add("open", daemon.open.count()));
    if (!engine->stop(step_patience)) {
        // What it uses must not be destroyed. Records are durable when they are written.
        log.error(LogLine("stopping").add("error", "a session does not end"));
        log.flush(log_patience);
        std::_Exit(EX_SOFTWARE);
    }
    if (!trouble.empty()) {
        return Error{.what = std::move(trouble)};
    }
    return failure->has_come() ? Error{.what = "libmilter has failed; see the mail log"}
                               : Result<void>();
}

}  // namespace msa
