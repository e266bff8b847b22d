#include "tables/netstring.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::size_t digits_of_length = 6;

}  // namespace

std::string netstring(std::string_view text) {
    return std::to_string(text.size()) + ':' + std::string(text) + ',';
}

Result<std::optional<std::string>> NetstringReader::take(std::string_view octets) {
    received_ += octets;
    const auto colon = received_.find(':');
    const auto digits = std::string_view(received_).substr(0, colon);
    if (digits.size() > digits_of_length || !std::all_of(digits.begin(), digits.end(), is_digit) ||
        (colon != std::string::npos && digits.empty())) {
        return Error{"malformed reply: not a netstring"};
    }
    if (colon == std::string::npos) {
        return std::optional<std::string>();
    }
    const std::size_t length = std::stoul(std::string(digits));
    if (length > longest_netstring) {
        return Error{"malformed reply: longer than " + std::to_string(longest_netstring)};
    }
    const auto end = colon + 1 + length;
    if (received_.size() <= end) {
        return std::optional<std::string>();
    }
    if (received_[end] != ',' || received_.size() != end + 1) {
        return Error{"malformed reply: not a netstring"};
    }
    return std::optional(received_.substr(colon + 1, length));
}

}  // namespace msa
