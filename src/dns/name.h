// Domain names as the wire has them, and as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The name as libunbound reads it: whatever is no letter, digit, hyphen or underscore stands as
/// \DDD. One dot may end it. Absent where DNS has no such name: an empty label, a label of more
/// than 63 octets, more than 255 in all with the octets that count them (RFC 1035, 2.3.4).
[[nodiscard]] std::optional<std::string> escaped_name(std::string_view name);

/// The uncompressed name in front of `octets`, in lower case, escaped as above, without the last
/// dot; the root is ".". Absent where `octets` end within it.
[[nodiscard]] std::optional<std::string> name_from_wire(std::string_view octets);

}  // namespace msa
