// A connection over which octets go both ways, every step of it within a deadline.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/socket_address.h"
#include "policy/dns.h"

#include <string>
#include <string_view>

namespace msa {

class Stream {
public:
    [[nodiscard]] static Result<Stream> connect(const SocketAddress& address, Deadline deadline);

    [[nodiscard]] Result<void> send(std::string_view octets, Deadline deadline) const;
    /// What is there, at least one octet, at most `most`; an end of the stream is an error.
    [[nodiscard]] Result<std::string> receive(std::size_t most, Deadline deadline) const;

    /// Nothing has arrived, not even the end: nobody answers what has not been asked.
    [[nodiscard]] bool is_quiet() const;

private:
    explicit Stream(FileDescriptor socket) : socket_(std::move(socket)) {}

    FileDescriptor socket_;
};

}  // namespace msa
