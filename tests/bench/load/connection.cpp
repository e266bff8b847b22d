#include "load/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace msa::bench {
namespace {

std::runtime_error failed(const std::string& what) {
    return std::runtime_error(what + ": " + std::generic_category().message(errno));
}

int connected_unix(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        throw std::runtime_error(path + ": too long for a socket");
    }
    std::copy(path.begin(), path.end(), address.sun_path);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0 ||
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw failed(path);
    }
    return descriptor;
}

int connected_inet(const std::string& place) {
    const auto at = place.find('@');
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(place.substr(0, at))));
    if (::inet_pton(AF_INET, place.substr(at + 1).c_str(), &address.sin_addr) != 1) {
        throw std::runtime_error(place + " is no PORT@ADDRESS");
    }
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    if (descriptor < 0 ||
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes) != 0 ||
        ::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        throw failed(place);
    }
    return descriptor;
}

int connected(const std::string& socket) {
    const int descriptor = socket.rfind("unix:", 0) == 0 ? connected_unix(socket.substr(5))
                                                         : connected_inet(socket.substr(5));
    if (::fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) {
        throw failed("fcntl");
    }
    return descriptor;
}

std::size_t number_in(std::string_view octets) {
    std::size_t number = 0;
    for (const char c : octets.substr(0, 4)) {
        number = number << 8U | static_cast<unsigned char>(c);
    }
    return number;
}

}  // namespace

Connection::Connection(const std::string& socket, const Mail& mail)
    : mail_(mail), descriptor_(connected(socket)), output_(offer()) {
    write();
}

Connection::~Connection() {
    ::close(descriptor_);
}

void Connection::next_turn() {
    const auto& turns = is_open_ ? message_ : opening_;
    if (is_open_ && at_ == 0) {
        began_ = Clock::now();
        inserted_.clear();
    }
    const auto& turn = turns[at_];
    output_ = turn.octets;
    written_ = 0;
    is_waiting_ = turn.is_answered;
    if (!is_waiting_) {
        advance();
    }
    write();
}

void Connection::advance() {
    ++at_;
    const auto& turns = is_open_ ? message_ : opening_;
    if (at_ == turns.size()) {
        at_ = 0;
        is_open_ = true;
    }
}

void Connection::write() {
    while (has_output()) {
        const auto sent =
            ::send(descriptor_, output_.data() + written_, output_.size() - written_, MSG_NOSIGNAL);
        if (sent < 0) {
            if (errno == EAGAIN) {
                return;
            }
            throw failed("send");
        }
        written_ += static_cast<std::size_t>(sent);
    }
}

Connection::Event Connection::read() {
    std::array<char, 16384> chunk{};
    for (;;) {
        const auto got = ::recv(descriptor_, chunk.data(), chunk.size(), 0);
        if (got < 0 && errno == EAGAIN) {
            break;
        }
        if (got <= 0) {
            throw std::runtime_error("the milter has closed the connection");
        }
        input_.append(chunk.data(), static_cast<std::size_t>(got));
    }
    auto event = Event::none;
    while (input_.size() >= 5 && input_.size() >= 4 + number_in(input_)) {
        const auto length = number_in(input_);
        const auto taken = take(input_[4], std::string_view(input_).substr(5, length - 1));
        event = taken == Event::none ? event : taken;
        input_.erase(0, 4 + length);
    }
    return event;
}

Connection::Event Connection::take(char command, std::string_view data) {
    if (!is_negotiated_) {
        const auto agreement = Agreement::parse(command == 'O' ? data : std::string_view());
        opening_ = opening(agreement, mail_);
        message_ = message(agreement, mail_);
        is_negotiated_ = true;
        is_waiting_ = false;
        is_open_ = opening_.empty();
        return Event::none;
    }
    const bool is_at_end = is_open_ && message_[at_].is_end;
    switch (command) {
        case 'p': return Event::none;  // it goes on working
        case 'i': {
            const auto name_end = data.find('\0', 4);
            inserted_.emplace_back(data.substr(4, name_end - 4),
                                   data.substr(name_end + 1, data.size() - name_end - 2));
            return Event::none;
        }
        case 'h': {
            const auto name_end = data.find('\0');
            inserted_.emplace_back(data.substr(0, name_end),
                                   data.substr(name_end + 1, data.size() - name_end - 2));
            return Event::none;
        }
        case 's':  // enough of the body
            while (message_[at_ + 1].is_body) {
                ++at_;
            }
            [[fallthrough]];
        case 'c':
            if (is_at_end) {
                return end_message(Event::message_accepted);
            }
            is_waiting_ = false;
            advance();
            return Event::none;
        case 'a': return end_message(is_at_end ? Event::message_accepted : Event::message_refused);
        case 'r':
        case 't':
        case 'y':
        case 'd': return end_message(Event::message_refused);
        default: return Event::none;  // other changes
    }
}

Connection::Event Connection::end_message(Event event) {
    is_waiting_ = false;
    is_open_ = true;
    at_ = 0;
    output_ = abort();
    written_ = 0;
    write();
    return event;
}

}  // namespace msa::bench
