// Addresses and networks of clients, as lists of trusted hosts name them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// An address or a network in CIDR notation; an IPv4-mapped one (`::ffff:127.0.0.0/104`) as IPv4.
/// Nothing: it is neither.
[[nodiscard]] std::optional<std::string> client_range(std::string_view text);

/// Unless it is there.
void add_range(const std::string& range, std::vector<std::string>& ranges);

/// What is to be said of `!192.0.2.9`, which takes part of another range out.
[[nodiscard]] std::string hole_remark(std::string_view text);

}  // namespace msa
