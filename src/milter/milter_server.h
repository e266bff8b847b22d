// Serves the MTA on a listening socket until the process is told to end. The process gives up its
// privileges between ListeningSocket::open() and serve().
#pragma once

#include "base/result.h"
#include "milter/connection.h"
#include "milter/listening_socket.h"
#include "milter/milter_settings.h"

#include <cstdint>
#include <functional>

namespace msa {

/// A daemon that may have fewer descriptors says so.
inline constexpr std::uint64_t least_descriptors = 1024;

/// What else happens as the daemon comes and goes, in the thread that serves.
struct ServiceEvents {
    std::function<void()> reload;
    std::function<void()> started;   // from now on the MTA is answered
    std::function<void()> stopping;  // no longer
};

/// SIGHUP and SIGUSR1 reload; SIGTERM and SIGINT end it: no new connection, 421 for a new
/// MAIL in those that are there, and the end when no transaction is open or `drain_timeout` is
/// over. Once per process. block_signals() (signals.h) must have come before the first
/// thread.
[[nodiscard]] Result<void> serve(ListeningSocket socket, const MilterSettings& settings,
                                 Daemon& daemon, const ServiceEvents& events);

}  // namespace msa
