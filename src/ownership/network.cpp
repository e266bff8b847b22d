#include "ownership/network.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace msa {
namespace {

std::optional<IpAddress> plain_address(std::string_view text) {
    const auto address = IpAddress::parse(text);
    return address ? std::optional(address->unmapped()) : std::nullopt;
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
    const auto address = plain_address(text.substr(0, slash));
    const auto fault = [text](std::string_view what) {
        return Error{'\'' + printable(text) + "' " + std::string(what), ErrorKind::bad_config};
    };
    if (!address) {
        return fault("is not an IP address or network");
    }
    int prefix = address->bits();
    if (slash != std::string_view::npos) {
        const auto given = parse_prefix(text.substr(slash + 1), prefix);
        if (!given) {
            return fault("has a prefix length out of range");
        }
        prefix = *given;
    }
    if (address->network(prefix) != *address) {
        return fault("has bits set after its prefix");
    }
    return Network(text, *address, prefix);
}

bool Network::contains(std::string_view text) const {
    const auto address = plain_address(text);
    return address && address->is_ipv4() == address_.is_ipv4() &&
           address->network(prefix_) == address_;
}

bool Network::covers(const Network& other) const {
    return prefix_ <= other.prefix_ && address_.is_ipv4() == other.address_.is_ipv4() &&
           other.address_.network(prefix_) == address_;
}

std::string ipv6_network_of(std::string_view text, int prefix) {
    const auto address = plain_address(text);
    if (!address || address->is_ipv4() || prefix >= address->bits()) {
        return std::string(text);
    }
    return address->network(prefix).text() + '/' + std::to_string(prefix);
}

}  // namespace msa
