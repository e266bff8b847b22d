#include "import/client_range.h"

#include "base/ip_address.h"
#include "base/text.h"
#include "ownership/network.h"

#include <algorithm>
#include <charconv>

namespace msa {
namespace {

constexpr int mapped_bits = 96;  // in front of the IPv4 address (RFC 4291, 2.5.5.2)

/// `::ffff:127.0.0.0/104` as `127.0.0.0/8`; else as it is.
std::string unmapped_network(std::string_view text) {
    const auto slash = text.find('/');
    const auto address = IpAddress::parse(text.substr(0, slash));
    if (slash == std::string_view::npos || !address || !address->unmapped().is_ipv4() ||
        address->is_ipv4()) {
        return std::string(text);
    }
    const auto length = text.substr(slash + 1);
    int prefix = 0;
    const auto* const end = length.data() + length.size();
    const auto read = std::from_chars(length.data(), end, prefix);
    if (read.ec != std::errc() || read.ptr != end || prefix < mapped_bits) {
        return std::string(text);
    }
    return address->unmapped().text() + '/' + std::to_string(prefix - mapped_bits);
}

}  // namespace

std::optional<std::string> client_range(std::string_view text) {
    const auto range = Network::parse(unmapped_network(text));
    return range ? std::optional(range->text()) : std::nullopt;
}

void add_range(const std::string& range, std::vector<std::string>& ranges) {
    if (std::find(ranges.begin(), ranges.end(), range) == ranges.end()) {
        ranges.push_back(range);
    }
}

std::string hole_remark(std::string_view text) {
    return "takes " + std::string(trimmed(text.substr(1))) +
           " out of the ranges: here a range has no exceptions, so name only what it leaves";
}

}  // namespace msa
