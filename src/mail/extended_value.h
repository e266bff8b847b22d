// Extended values of MIME parameters (RFC 2231, 4): charset'language'text, with octets as %XX.
// Internal to mail/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct ExtendedValue {
    std::string charset;    // lower case; may be empty
    std::string_view text;  // not yet decoded
};

/// Nothing without both apostrophes.
[[nodiscard]] std::optional<ExtendedValue> split_extended(std::string_view value);
/// Nothing where a `%` has no two digits behind it.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);
/// All but the attribute-chars of RFC 2231, 7 as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace msa
