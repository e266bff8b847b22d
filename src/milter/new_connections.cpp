// New connections, see new_connections.h.
#include "milter/new_connections.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

namespace msa {

namespace {

// Descriptors that no session gets; a quarter, where the limit is low.
constexpr rlim_t kept = 64;

bool is_kept(int descriptor) {
    rlimit limit{};
    return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
           static_cast<rlim_t>(descriptor) >=
               limit.rlim_cur - std::min<rlim_t>(kept, limit.rlim_cur / 4);
}

FileDescriptor reserve() {
    return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

}  // namespace

NewConnections::NewConnections(Shortage::Say say)
    : shortage_("accept", std::move(say)), reserve_(reserve()) {}

int NewConnections::accept(int listening, sockaddr* address, socklen_t* size, int flags) {
    FileDescriptor connection(::accept4(listening, address, size, flags));
    if (connection.is_open() && !is_kept(connection.get())) {
        return connection.release();
    }
    int error = connection.is_open() ? EMFILE : errno;
    if (error != EMFILE && error != ENFILE && error != ENOBUFS && error != ENOMEM) {
        errno = error;
        return -1;
    }
    shortage_.meet(std::generic_category().message(error));
    error = connection.is_open() || send_one_away(listening) ? EMFILE : ENFILE;
    connection = FileDescriptor();
    errno = error;
    return -1;
}

/// False: there is no descriptor for it, or nothing waits any more.
bool NewConnections::send_one_away(int listening) {
    return reserve_.with([listening](FileDescriptor& held) {
        held = FileDescriptor();
        pollfd waiting{.fd = listening, .events = POLLIN, .revents = 0};
        const bool is_sent =
            ::poll(&waiting, 1, 0) == 1 &&  // accept4() would wait for the next one
            FileDescriptor(::accept4(listening, nullptr, nullptr, SOCK_CLOEXEC)).is_open();
        held = reserve();
        return is_sent;
    });
}

}  // namespace msa
