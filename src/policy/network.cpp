#include "policy/network.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

#include <arpa/inet.h>

namespace msa {
namespace {

struct Octets {
    std::array<unsigned char, 16> octets{};
    int family = 0;
};

constexpr std::array<unsigned char, 12> mapped_prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

std::optional<Octets> octets_of(std::string_view address) {
    const std::string text(address);
    if (text.size() != address.size() || text.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    Octets result;
    if (inet_pton(AF_INET, text.c_str(), result.octets.data()) == 1) {
        result.family = AF_INET;
        return result;
    }
    if (inet_pton(AF_INET6, text.c_str(), result.octets.data()) != 1) {
        return std::nullopt;
    }
    result.family = AF_INET6;
    if (std::equal(mapped_prefix.begin(), mapped_prefix.end(), result.octets.begin())) {
        std::rotate(result.octets.begin(), result.octets.begin() + mapped_prefix.size(),
                    result.octets.end());
        result.family = AF_INET;
    }
    return result;
}

int bits_of(int family) {
    return family == AF_INET ? 32 : 128;
}

/// The octet with only its first `bits` bits kept; all of them from 8 on, none below 1.
unsigned char head(unsigned char octet, int bits) {
    if (bits >= 8) {
        return octet;
    }
    const unsigned mask = bits <= 0 ? 0U : 0xffU << static_cast<unsigned>(8 - bits);
    return static_cast<unsigned char>(octet & mask & 0xffU);
}

std::optional<int> parse_prefix(std::string_view digits, int limit) {
    if (digits.empty() || digits.size() > 3 ||
        !std::all_of(digits.begin(), digits.end(), is_digit)) {
        return std::nullopt;
    }
    const int value = std::stoi(std::string(digits));
    return value <= limit ? std::optional(value) : std::nullopt;
}

}  // namespace

Result<Network> Network::parse(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = octets_of(text.substr(0, slash));
    if (!address) {
        return Error{"'" + printable(text) + "' is no IP address or network",
                     ErrorKind::bad_config};
    }
    Network network;
    network.text_ = text;
    network.family_ = address->family;
    network.octets_ = address->octets;
    network.prefix_ = bits_of(address->family);
    if (slash != std::string_view::npos) {
        const auto prefix = parse_prefix(text.substr(slash + 1), network.prefix_);
        if (!prefix) {
            return Error{"'" + printable(text) + "' has a prefix length out of range",
                         ErrorKind::bad_config};
        }
        network.prefix_ = *prefix;
    }
    for (int i = 0; i < bits_of(network.family_) / 8; ++i) {
        const auto octet = network.octets_.at(static_cast<std::size_t>(i));
        if (head(octet, network.prefix_ - 8 * i) != octet) {
            return Error{"'" + printable(text) + "' has bits set behind its prefix",
                         ErrorKind::bad_config};
        }
    }
    return network;
}

bool Network::contains(std::string_view address) const {
    const auto other = octets_of(address);
    if (!other || other->family != family_) {
        return false;
    }
    for (int i = 0; i < bits_of(family_) / 8; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (head(other->octets.at(at), prefix_ - 8 * i) != octets_.at(at)) {
            return false;
        }
    }
    return true;
}

bool Network::covers(const Network& other) const {
    return prefix_ <= other.prefix_ && contains(other.text_.substr(0, other.text_.find('/')));
}

std::string ipv6_network_of(std::string_view address, int prefix) {
    auto octets = octets_of(address);
    if (!octets || octets->family != AF_INET6 || prefix >= bits_of(AF_INET6)) {
        return std::string(address);
    }
    int bits = prefix;
    for (auto& octet : octets->octets) {
        octet = head(octet, bits);
        bits -= 8;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (inet_ntop(AF_INET6, octets->octets.data(), text.data(), text.size()) == nullptr) {
        return std::string(address);
    }
    return std::string(text.data()) + '/' + std::to_string(prefix);
}

}  // namespace msa
