// Socket addresses, see socket_address.h.
#include "base/socket_address.h"

#include "base/text.h"

#include <charconv>
#include <cstddef>
#include <cstring>

#include <netdb.h>
#include <sys/un.h>

namespace msa {

namespace {

struct HostAndPort {
    std::string host;
    std::string port;
};

Error bad(std::string_view text, std::string_view why) {
    return Error{.what = printable(text) + ": " + std::string(why), .kind = ErrorKind::bad_config};
}

// `port@host` (Sendmail), `host:port` (Postfix), `port`; an IPv6 address may stand in brackets.
HostAndPort host_and_port(std::string_view text) {
    HostAndPort result;
    if (const auto at = text.find('@'); at != std::string_view::npos) {
        result = {.host = std::string(text.substr(at + 1)),
                  .port = std::string(text.substr(0, at))};
    } else if (const auto colon = text.rfind(':'); colon != std::string_view::npos) {
        result = {.host = std::string(text.substr(0, colon)),
                  .port = std::string(text.substr(colon + 1))};
    } else {
        result.port = text;
    }
    if (result.host.size() > 2 && result.host.front() == '[' && result.host.back() == ']') {
        result.host = result.host.substr(1, result.host.size() - 2);
    }
    return result;
}

bool is_port(std::string_view text) {
    unsigned port = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, port);
    return error == std::errc() && rest == end && port > 0 && port < 65536;
}

Result<SocketAddress> inet_address(std::string_view text, std::string_view place, int family) {
    HostAndPort parts = host_and_port(place);
    if (!is_port(parts.port)) {
        return bad(text, "not a port number from 1 to 65535");
    }
    if (parts.host.empty()) {
        parts.host = family == AF_INET ? "127.0.0.1" : "::1";
    }
    addrinfo hints{};
    hints.ai_family = parts.host.find(':') == std::string::npos ? family : AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(parts.host.c_str(), parts.port.c_str(), &hints, &found);
    if (error != 0) {
        return bad(text, "host " + printable(parts.host) + ": " + ::gai_strerror(error));
    }
    SocketAddress address;
    std::memcpy(&address.storage, found->ai_addr, found->ai_addrlen);
    address.length = found->ai_addrlen;
    ::freeaddrinfo(found);
    return address;
}

}  // namespace

const sockaddr* SocketAddress::get() const {
    // The one cast that the socket calls are made for.
    return reinterpret_cast<const sockaddr*>(&storage);
}

Result<SocketAddress> unix_address(std::string_view path) {
    sockaddr_un name{};
    if (path.size() >= sizeof name.sun_path) {
        return bad(path, "path is longer than " + std::to_string(sizeof name.sun_path - 1));
    }
    name.sun_family = AF_UNIX;
    path.copy(name.sun_path, path.size());
    SocketAddress address;
    address.path = path;
    address.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
    std::memcpy(&address.storage, &name, sizeof name);
    return address;
}

Result<SocketAddress> parse_socket_address(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) {
        return bad(text, "holds a NUL");
    }
    const auto colon = text.find(':');
    const std::string kind = text.starts_with('/') || colon == std::string_view::npos
                                 ? "unix"
                                 : ascii_lower(text.substr(0, colon));
    const std::string_view place =
        text.starts_with('/') || colon == std::string_view::npos ? text : text.substr(colon + 1);
    if (kind == "unix" || kind == "local") {
        if (!place.starts_with('/')) {
            return bad(text, "the path must be absolute");
        }
        return unix_address(place);
    }
    if (kind == "inet") {
        return inet_address(text, place, AF_INET);
    }
    if (kind == "inet6") {
        return inet_address(text, place, AF_INET6);
    }
    return bad(text, "must begin with unix:, local:, inet: or inet6:");
}

}  // namespace msa
