#include "milter/self_probe.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "milter/native/packet.h"

#include <array>
#include <cerrno>
#include <string>
#include <system_error>

#include <libmilter/mfapi.h>
#include <libmilter/mfdef.h>
#include <poll.h>
#include <sys/socket.h>

namespace msa {

namespace {

using Clock = std::chrono::steady_clock;

Error system_error(std::string_view what) {
    return Error{std::string(what) + ": " + std::generic_category().message(errno)};
}

/// What an MTA of today offers.
std::string offer() {
    std::string data;
    for (const std::uint32_t number :
         {std::uint32_t{SMFI_PROT_VERSION}, std::uint32_t{SMFI_CURR_ACTS},
          std::uint32_t{SMFI_CURR_PROT}}) {
        const auto octets = number_octets(number);
        data.append(octets.data(), octets.size());
    }
    std::string packet;
    append_octets(packet, SMFIC_OPTNEG, data);
    return packet;
}

Result<void> wait_for(const FileDescriptor& socket, short events, Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waited{.fd = socket.get(), .events = events, .revents = 0};
    const int count = left.count() > 0 ? ::poll(&waited, 1, static_cast<int>(left.count())) : 0;
    if (count == 0) {
        return Error{"the daemon's own socket does not answer"};
    }
    return count > 0 || errno == EINTR ? Result<void>() : system_error("the daemon's own socket");
}

Result<void> connect(const FileDescriptor& socket, const SocketAddress& address,
                     Clock::time_point deadline) {
    if (::connect(socket.get(), address.get(), address.length) == 0) {
        return {};
    }
    if (errno != EINPROGRESS) {
        return system_error("the daemon's own socket cannot be reached");
    }
    return wait_for(socket, POLLOUT, deadline);
}

Result<void> send_all(const FileDescriptor& socket, const std::string& octets) {
    // A few octets, which a socket that was just connected takes at once.
    return ::send(socket.get(), octets.data(), octets.size(), MSG_NOSIGNAL) ==
                   static_cast<ssize_t>(octets.size())
               ? Result<void>()
               : system_error("the daemon's own socket takes nothing");
}

/// The command of the first packet that comes.
Result<char> receive(const FileDescriptor& socket, Clock::time_point deadline) {
    std::string received;
    for (;;) {
        if (const auto waited = wait_for(socket, POLLIN, deadline); !waited) {
            return waited.error();
        }
        std::array<char, 4096> octets{};
        const auto count = ::recv(socket.get(), octets.data(), octets.size(), MSG_DONTWAIT);
        if (count == 0) {
            return Error{"the daemon's own socket was closed"};
        }
        if (count < 0 && errno != EAGAIN && errno != EINTR) {
            return system_error("the daemon's own socket");
        }
        received.append(octets.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
        const auto size = packet_size(received);
        if (size && received.size() >= *size) {
            const auto packet = packet_in(received);
            return packet ? Result<char>(packet->command)
                          : Error{"the daemon's own socket answers nothing"};
        }
    }
}

}  // namespace

Result<void> probe(std::string_view socket, std::chrono::milliseconds patience) {
    const auto deadline = Clock::now() + patience;
    const auto address = parse_socket_address(socket);
    if (!address) {
        return address.error();
    }
    const FileDescriptor connection(
        ::socket(address->family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!connection.is_open()) {
        return system_error("no socket");
    }
    if (const auto connected = connect(connection, *address, deadline); !connected) {
        return connected;
    }
    if (const auto sent = send_all(connection, offer()); !sent) {
        return sent;
    }
    const auto answer = receive(connection, deadline);
    if (!answer) {
        return answer.error();
    }
    std::string farewell;
    append_octets(farewell, SMFIC_QUIT, {});
    (void)send_all(connection, farewell);  // it has answered
    return *answer == SMFIC_OPTNEG ? Result<void>()
                                   : Error{"the daemon's own socket does not negotiate"};
}

}  // namespace msa
