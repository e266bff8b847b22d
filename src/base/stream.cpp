#include "base/stream.h"

#include "base/wait_ready.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace msa {
namespace {

Error system_error(int code) {
    return {std::generic_category().message(code)};
}

bool must_wait(int code) {
    return code == EAGAIN || code == EWOULDBLOCK || code == EINTR;
}

}  // namespace

Result<Stream> Stream::connect(const SocketAddress& address, Instant deadline) {
    Stream stream(
        FileDescriptor(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)));
    if (!stream.socket_.is_open()) {
        return system_error(errno);
    }
    if (::connect(stream.socket_.get(), address.get(), address.length) == 0) {
        return stream;
    }
    // A unix socket whose queue is full says EAGAIN and cannot be waited for.
    if (errno != EINPROGRESS) {
        return system_error(errno);
    }
    if (const auto ready = wait_ready(stream.socket_.get(), POLLOUT, deadline); !ready) {
        return ready.error();
    }
    int code = 0;
    socklen_t size = sizeof code;
    if (::getsockopt(stream.socket_.get(), SOL_SOCKET, SO_ERROR, &code, &size) != 0) {
        code = errno;
    }
    return code == 0 ? Result<Stream>(std::move(stream)) : system_error(code);
}

Result<void> Stream::send(std::string_view octets, Instant deadline) const {
    while (!octets.empty()) {
        const auto sent = ::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent >= 0) {
            octets.remove_prefix(static_cast<std::size_t>(sent));
        } else if (!must_wait(errno)) {
            return system_error(errno);
        } else if (auto ready = wait_ready(socket_.get(), POLLOUT, deadline); !ready) {
            return ready;
        }
    }
    return {};
}

bool Stream::is_quiet() const {
    char octet = 0;
    return ::recv(socket_.get(), &octet, 1, MSG_PEEK) < 0 && must_wait(errno);
}

Result<std::string> Stream::receive(std::size_t most, Instant deadline) const {
    std::string octets(most, '\0');
    for (;;) {
        const auto got = ::recv(socket_.get(), octets.data(), octets.size(), 0);
        if (got > 0) {
            octets.resize(static_cast<std::size_t>(got));
            return octets;
        }
        if (got == 0) {
            return Error{"the server closed the connection"};
        }
        if (!must_wait(errno)) {
            return system_error(errno);
        }
        if (const auto ready = wait_ready(socket_.get(), POLLIN, deadline); !ready) {
            return ready.error();
        }
    }
}

}  // namespace msa
