// xtext of RFC 3461, section 4: `+HH` for octets that may not stand for themselves.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// Errors: `+` without two hexadecimal digits behind it. Sendmail writes upper and lower case.
[[nodiscard]] Result<std::string> decode_xtext(std::string_view text);

}  // namespace msa
