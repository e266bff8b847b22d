// Milter packets, see packet_stream.h.
#include "wire/packet_stream.h"

#include "base/socket_address.h"
#include "wire/patience.h"

#include <array>
#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

namespace msa::wire {

namespace {

constexpr std::size_t header_size = 5;
constexpr std::size_t enough_to_send = 65536;

[[noreturn]] void lost(const std::string& what, int error) {
    throw ConnectionLost(what + ": " + std::generic_category().message(error));
}

void wait_for(int socket, short events) {
    pollfd waiting{.fd = socket, .events = events, .revents = 0};
    const int found = ::poll(&waiting, 1, static_cast<int>(patience.count()));
    if (found <= 0) {
        lost("no answer", found == 0 ? ETIMEDOUT : errno);
    }
}

}  // namespace

std::string network_order(std::uint32_t number) {
    std::string octets;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        octets += static_cast<char>(number >> shift & 0xFFU);
    }
    return octets;
}

std::uint32_t host_order(std::string_view four_octets) {
    std::uint32_t number = 0;
    for (const char octet : four_octets.substr(0, 4)) {
        number = number << 8U | static_cast<unsigned char>(octet);
    }
    return number;
}

PacketStream::PacketStream(const std::string& socket) {
    const auto parsed = parse_socket_address(socket);
    if (!parsed) {
        throw ConnectionLost(parsed.error().what);
    }
    const SocketAddress& address = *parsed;
    socket_ = FileDescriptor(::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket_.get(), address.get(), address.length) != 0) {
        lost("connect", errno);
    }
    if (address.family() != AF_UNIX) {
        const int on = 1;
        ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
}

void PacketStream::send(char command, std::string_view data) {
    out_ += network_order(static_cast<std::uint32_t>(data.size() + 1));
    out_ += command;
    send_octets(data);
}

void PacketStream::send_octets(std::string_view octets) {
    out_ += octets;
    if (out_.size() >= enough_to_send) {
        flush();
    }
}

void PacketStream::flush() {
    std::string_view rest = out_;
    while (!rest.empty()) {
        wait_for(socket_.get(), POLLOUT);
        const ssize_t sent =
            ::send(socket_.get(), rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EAGAIN) {
            const int error = errno;
            out_.clear();
            lost("send", error);
        }
        rest.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
    }
    out_.clear();
}

Packet PacketStream::receive() {
    flush();
    fill(header_size);
    const std::uint32_t length = host_order(in_);
    fill(4 + std::size_t{length});
    Packet packet{.command = in_[4], .data = in_.substr(header_size, length - 1)};
    in_.erase(0, 4 + std::size_t{length});
    return packet;
}

bool PacketStream::is_closed_by_peer() {
    try {
        flush();
        for (;;) {
            fill(in_.size() + 1);
        }
    } catch (const ConnectionLost& lost) {
        return std::string_view(lost.what()).find("no answer") == std::string_view::npos;
    }
}

void PacketStream::fill(std::size_t wanted) {
    std::array<char, 65536> chunk{};
    while (in_.size() < wanted) {
        wait_for(socket_.get(), POLLIN);
        const ssize_t got = ::recv(socket_.get(), chunk.data(), chunk.size(), 0);
        if (got <= 0) {
            lost("receive", got == 0 ? ECONNRESET : errno);
        }
        in_.append(chunk.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace msa::wire
