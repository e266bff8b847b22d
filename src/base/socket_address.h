// Where the MTA finds the milter, in the spellings of Sendmail (`inet:8891@localhost`,
// `local:/path`) and of Postfix (`inet:localhost:8891`, `unix:/path`).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

#include <sys/socket.h>

namespace msa {

/// A socket address as the system calls want it.
struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;
    std::string path;  // of a unix socket; empty: a network socket

    [[nodiscard]] const sockaddr* get() const;
    [[nodiscard]] int family() const { return storage.ss_family; }
};

/// Without a host a network socket is on loopback: whoever reaches it is believed to be the MTA.
/// Paths must be absolute, since each MTA takes relative ones from another directory.
[[nodiscard]] Result<SocketAddress> parse_socket_address(std::string_view text);

/// An address of the family AF_UNIX; errors: too long.
[[nodiscard]] Result<SocketAddress> unix_address(std::string_view path);

}  // namespace msa
