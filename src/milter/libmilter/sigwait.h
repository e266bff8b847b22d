// libmilter's own thread waits for SIGHUP, SIGTERM and SIGINT with sigwait(), and stops the daemon
// on any of them. The definition of sigwait() in this program, which the dynamic linker prefers to
// that of the C library, keeps that thread asleep; signals are taken in signals.cpp.
#pragma once

namespace msa {

/// Whether libmilter calls ours. Otherwise SIGHUP would end the daemon.
[[nodiscard]] bool sigwait_is_ours();

}  // namespace msa
