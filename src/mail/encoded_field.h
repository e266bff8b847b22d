// Header fields in which UTF-8 stands as it is, and how the same is said in ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// The value of a field in ASCII: encoded-words in unstructured text, display names, other phrases
/// and comments (RFC 2047, 5), extended parameters in MIME fields (RFC 2231, 4). Nothing where
/// other parts of it are beyond ASCII, addresses above all, and where the text could be read in two
/// ways: what looks like an encoded-word, a parameter given twice. `value` must be well-formed
/// UTF-8, its folds LF. Addresses and everything else in ASCII stay as they are, but for folds.
[[nodiscard]] std::optional<std::string> encoded_field(std::string_view name,
                                                       std::string_view value);

}  // namespace msa
