// libmilter without descriptors or threads, see scarce_resources.h.
#include "milter/libmilter/scarce_resources.h"

#include "milter/libmilter/callbacks.h"
#include "milter/libmilter/calls.h"
#include "milter/libmilter/session_input.h"
#include "milter/new_connections.h"
#include "milter/shortage.h"

#include <atomic>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

namespace msa {

namespace {

// Between connections that are sent away, and where not even that can be done.
constexpr std::chrono::milliseconds short_pause{10};
constexpr std::chrono::milliseconds long_pause{1000};

// Never destroyed, as libmilter's threads outlive main().
NewConnections& connections() {
    static auto& instance = *new NewConnections(say_through_gate);
    return instance;
}

Shortage& threads() {
    static auto& instance = *new Shortage("threads", say_through_gate);
    return instance;
}

/// libmilter's own threads are made before its first session.
std::atomic<bool>& has_sessions() {
    static std::atomic<bool> sessions = false;
    return sessions;
}

bool& is_handing_over() {
    thread_local bool handing_over = false;
    return handing_over;
}

}  // namespace

}  // namespace msa

int msa_session_accept(int listening, sockaddr* address, socklen_t* size) {
    const int connection = msa::connections().accept(listening, address, size, SOCK_CLOEXEC);
    if (connection >= 0) {
        msa_session_begin(connection);
        msa::has_sessions() = true;
    }
    if (const int error = errno; connection < 0 && (error == EMFILE || error == ENFILE)) {
        std::this_thread::sleep_for(error == EMFILE ? msa::short_pause : msa::long_pause);
        errno = error;
    }
    return connection;
}

int msa_session_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                               void* (*work)(void*), void* session) {
    const int error = msa::c_library::pthread_create(thread, attributes, work, session);
    if (error == 0 || session == nullptr || !msa::has_sessions()) {
        return error;
    }
    msa::threads().meet(std::generic_category().message(error));
    msa::is_handing_over() = true;
    (void)work(session);  // always null
    msa::is_handing_over() = false;
    return 0;
}

int msa_session_pthread_detach(pthread_t thread) {
    return msa::is_handing_over() ? EAGAIN : msa::c_library::pthread_detach(thread);
}

bool msa_session_may_log() {
    return !msa::is_handing_over();
}
