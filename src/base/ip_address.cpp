#include "base/ip_address.h"

#include <algorithm>

#include <arpa/inet.h>

namespace msa {
namespace {

constexpr std::string_view mapped_prefix{"\0\0\0\0\0\0\0\0\0\0\xff\xff", 12};
constexpr std::string_view ipv6_loopback{"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16};
constexpr char ipv4_loopback_network = 127;

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    const std::string terminated(text);
    if (text.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    IpAddress address;
    address.is_ipv4_ = text.find(':') == std::string_view::npos;
    const int family = address.is_ipv4_ ? AF_INET : AF_INET6;
    return ::inet_pton(family, terminated.c_str(), address.octets_.data()) == 1
               ? std::optional(address)
               : std::nullopt;
}

std::optional<IpAddress> IpAddress::from_octets(std::string_view octets) {
    IpAddress address;
    if (octets.size() != ipv4_size && octets.size() != address.octets_.size()) {
        return std::nullopt;
    }
    address.is_ipv4_ = octets.size() == ipv4_size;
    std::copy(octets.begin(), octets.end(), address.octets_.begin());
    return address;
}

bool IpAddress::is_loopback() const {
    return is_ipv4_ ? octets_.front() == ipv4_loopback_network : octets() == ipv6_loopback;
}

IpAddress IpAddress::unmapped() const {
    return !is_ipv4_ && octets().starts_with(mapped_prefix)
               ? *from_octets(octets().substr(mapped_prefix.size()))
               : *this;
}

IpAddress IpAddress::network(int prefix) const {
    constexpr int octet_bits = 8;
    IpAddress result = *this;
    int kept = prefix;
    for (char& octet : result.octets_) {
        const auto dropped = static_cast<unsigned>(octet_bits - std::clamp(kept, 0, octet_bits));
        const auto value = static_cast<unsigned char>(octet);
        octet = static_cast<char>(value >> dropped << dropped);
        kept -= octet_bits;
    }
    return result;
}

std::string_view IpAddress::octets() const {
    return {octets_.data(), is_ipv4_ ? ipv4_size : octets_.size()};
}

std::string IpAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> text{};
    (void)::inet_ntop(is_ipv4_ ? AF_INET : AF_INET6, octets_.data(), text.data(), text.size());
    return text.data();
}

}  // namespace msa
