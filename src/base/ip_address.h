#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// An IPv4 or IPv6 address.
class IpAddress {
public:
    /// "192.0.2.7", "2001:db8::7" (RFC 4291, 2.2), and nothing else; absent: no address.
    [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
    /// 4 or 16 octets in network order; absent: another number of them.
    [[nodiscard]] static std::optional<IpAddress> from_octets(std::string_view octets);

    [[nodiscard]] bool is_ipv4() const { return is_ipv4_; }
    /// 32 or 128.
    [[nodiscard]] int bits() const { return is_ipv4_ ? 32 : 128; }
    /// 127.0.0.0/8 and ::1.
    [[nodiscard]] bool is_loopback() const;
    /// Of an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2) the IPv4 address; else itself.
    [[nodiscard]] IpAddress unmapped() const;
    /// Its first `prefix` bits; the others are 0. `prefix`: 0 to bits().
    [[nodiscard]] IpAddress network(int prefix) const;
    /// 4 or 16, in network order.
    [[nodiscard]] std::string_view octets() const;
    /// As inet_ntop(3) writes it.
    [[nodiscard]] std::string text() const;

    friend bool operator==(const IpAddress&, const IpAddress&) = default;

private:
    static constexpr std::size_t ipv4_size = 4;

    std::array<char, 16> octets_{};  // what an IPv4 address leaves over is 0
    bool is_ipv4_ = true;
};

}  // namespace msa
