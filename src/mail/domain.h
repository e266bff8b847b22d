// Domain names and address literals (RFC 5321, 2.3.5 and 4.1.3; RFC 5890).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// Lower-case A-labels (IDNA2008, RFC 5891). Errors: empty or over-long labels (63) or name (255),
/// a character no label may hold (underscore included), a hyphen at a label's end, a trailing dot,
/// ill-formed UTF-8, a literal.
[[nodiscard]] Result<std::string> a_labels(std::string_view domain);

/// `[192.0.2.1]` or `[IPv6:2001:db8::1]`, brackets included (RFC 5321, 4.1.3).
[[nodiscard]] bool is_address_literal(std::string_view domain);

/// Two labels or more, and not only digits in the last (RFC 5321, 2.3.5; RFC 3696, 2). An address
/// literal counts as qualified. `domain` must be valid as one of the two functions above has it.
[[nodiscard]] bool is_fully_qualified(std::string_view domain);

}  // namespace msa
