#include "names/host_connection.h"

#include <chrono>

namespace msa {
namespace {

/// As parse_socket_address() has it.
std::string spelled(const std::string& address, unsigned port) {
    const bool is_ipv4 = address.find(':') == std::string::npos;
    return (is_ipv4 ? "inet:" : "inet6:") + std::to_string(port) + '@' + address;
}

}  // namespace

HostConnection connect_to_host(const std::vector<std::string>& addresses, unsigned port,
                               Stream::Instant deadline) {
    HostConnection last{.failure = "the host has no address"};
    auto waiting = static_cast<int>(addresses.size());
    bool is_refused = true;
    for (const auto& each : addresses) {
        const auto now = std::chrono::steady_clock::now();
        const auto address = parse_socket_address(spelled(each, port));
        auto stream = address ? Stream::connect(*address, now + (deadline - now) / waiting)
                              : Result<Stream>(address.error());
        if (stream) {
            return {.stream = *std::move(stream)};
        }
        is_refused = is_refused && stream.error().what == "Connection refused";
        last.is_refused = is_refused;
        last.failure = each + ": " + stream.error().what;
        --waiting;
    }
    return last;
}

}  // namespace msa
