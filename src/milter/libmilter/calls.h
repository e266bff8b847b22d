// What libmilter asks of the system. The definitions in calls.cpp stand in this program, and the
// dynamic linker prefers them to those of the C library: if libmilter calls them, they do what
// these headers say, and for everybody else they are the C library's own. So libmilter is the
// system's, shared and unchanged.
//
//   session_input.h      read, poll, close, inet_aton, inet_pton
//   scarce_resources.h   accept, pthread_create, pthread_detach, syslog
//
// And sigwait: libmilter's own thread waits for SIGHUP, SIGTERM and SIGINT, and stops the daemon on
// any of them. It waits for ever instead; signals are taken in signals.cpp.
#pragma once

#include <csignal>
#include <cstddef>

#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/types.h>

namespace msa {

/// Whether libmilter's calls come here: false if it is not a shared library.
[[nodiscard]] bool libmilter_calls_us();

/// The C library's own, also for what answers libmilter: a call by their plain names in its place
/// would be taken for libmilter's again where the compiler jumps instead of calling.
namespace c_library {

[[nodiscard]] ssize_t read(int descriptor, void* to, std::size_t size);
[[nodiscard]] int poll(pollfd* descriptors, nfds_t count, int milliseconds);
[[nodiscard]] int close(int descriptor);
[[nodiscard]] int inet_aton(const char* text, in_addr* address);
[[nodiscard]] int inet_pton(int family, const char* text, void* address);
[[nodiscard]] int accept(int listening, sockaddr* address, socklen_t* size);
[[nodiscard]] int pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                                 void* (*work)(void*), void* of);
[[nodiscard]] int pthread_detach(pthread_t thread);
[[nodiscard]] int sigwait(const sigset_t* set, int* signal);

}  // namespace c_library

}  // namespace msa
