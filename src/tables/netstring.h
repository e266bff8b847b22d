// Netstrings (https://cr.yp.to/proto/netstrings.txt): the length in decimal digits, a colon, so
// many octets, a comma.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// Longest text that is read, in octets: Postfix's socketmap_max_reply_size.
inline constexpr std::size_t longest_netstring = 100000;

[[nodiscard]] std::string netstring(std::string_view text);

/// One netstring that arrives in parts.
class NetstringReader {
public:
    /// Its text when it is complete. Errors: it is none, is too long, or has something behind it.
    [[nodiscard]] Result<std::optional<std::string>> take(std::string_view octets);

private:
    std::string received_;
};

}  // namespace msa
