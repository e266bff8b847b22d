// An address range in CIDR notation.
#pragma once

#include "base/ip_address.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

class Network {
public:
    /// `192.0.2.0/24`, `2001:db8::/32`, or one address. Errors: no address, a prefix out of range,
    /// host bits set behind the prefix.
    [[nodiscard]] static Result<Network> parse(std::string_view text);

    /// False for what is no address. An IPv4-mapped IPv6 address is the IPv4 address.
    [[nodiscard]] bool contains(std::string_view address) const;
    /// Whether all addresses of the other are in this one.
    [[nodiscard]] bool covers(const Network& other) const;
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    Network(std::string_view text, const IpAddress& address, int prefix)
        : text_(text), address_(address), prefix_(prefix) {}

    std::string text_;
    IpAddress address_;
    int prefix_;
};

/// The network of so many bits that an IPv6 address is in, `2001:db8:7:1::/64`. The address itself
/// for 128 bits, for IPv4 and for what is no address.
[[nodiscard]] std::string ipv6_network_of(std::string_view address, int prefix);

}  // namespace msa
