// A connection over which octets go both ways, every step of it within a deadline.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "base/socket_address.h"

#include <chrono>
#include <string>
#include <string_view>

namespace msa {

class Stream {
public:
    using Instant = std::chrono::steady_clock::time_point;

    [[nodiscard]] static Result<Stream> connect(const SocketAddress& address, Instant deadline);

    [[nodiscard]] Result<void> send(std::string_view octets, Instant deadline) const;
    /// What is there, at least one octet, at most `most`; an end of the stream is an error.
    [[nodiscard]] Result<std::string> receive(std::size_t most, Instant deadline) const;

    /// Nothing has arrived, not even the end: nobody answers what has not been asked.
    [[nodiscard]] bool is_quiet() const;

private:
    explicit Stream(FileDescriptor socket) : socket_(std::move(socket)) {}

    FileDescriptor socket_;
};

}  // namespace msa
