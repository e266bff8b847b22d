// A connection to the daemon as milter packets: length, command, data.
#pragma once

#include "base/file.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace msa::wire {

struct Packet {
    char command = 0;
    std::string data;
};

/// The daemon closed the connection, or said nothing for longer than a test waits.
class ConnectionLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

[[nodiscard]] std::string network_order(std::uint32_t number);
[[nodiscard]] std::uint32_t host_order(std::string_view four_octets);

class PacketStream {
public:
    /// `socket` as in the daemon's settings. Throws ConnectionLost.
    explicit PacketStream(const std::string& socket);

    /// Packets are kept until an answer is waited for, or flush() is called.
    void send(char command, std::string_view data);
    void send_octets(std::string_view octets);
    void flush();
    [[nodiscard]] Packet receive();
    /// Whether the daemon closes the connection within the time a test waits.
    [[nodiscard]] bool is_closed_by_peer();
    void close() { socket_ = {}; }

private:
    void fill(std::size_t wanted);

    FileDescriptor socket_;
    std::string out_;
    std::string in_;
};

}  // namespace msa::wire
