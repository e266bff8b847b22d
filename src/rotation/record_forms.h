// A key record in the forms in which people and programs put it into DNS.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace msa {

inline constexpr unsigned record_ttl = 3600;  // seconds

/// A TXT record's strings, each of at most 255 octets (RFC 1035, 3.3).
[[nodiscard]] std::vector<std::string> txt_strings(std::string_view record);

/// A line of a zone file, without its end: the strings in quotes, inside parentheses.
[[nodiscard]] std::string zone_line(const std::string& name, const std::string& record);

/// Commands for nsupdate (RFC 2136): after them the name has this TXT record and no other.
[[nodiscard]] std::string nsupdate_lines(const std::string& name, const std::string& record);

/// A line of JSON without its end: action, name, record, strings, ttl. `action`: publish or revoke.
[[nodiscard]] std::string json_line(const std::string& action, const std::string& name,
                                    const std::string& record);

/// The same record of a key that is revoked: an empty p= (RFC 6376, 3.6.1).
[[nodiscard]] std::string revoked_record(std::string_view record);

}  // namespace msa
