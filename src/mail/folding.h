// The lines of a header field, and how to lay them out anew (RFC 5322, 2.2.3). Values are those of
// HeaderField: a fold is LF and what follows it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// Octets of a line without CRLF (RFC 5322, 2.1.1).
constexpr std::size_t max_line = 998;
constexpr std::size_t preferred_line = 78;

/// Octets of the longest line of the field as it is transmitted, name and colon included.
[[nodiscard]] std::size_t longest_line(std::string_view name, std::string_view value);

/// Lines over `longest` broken in front of white space, to preferred_line where that can be; never
/// inside a quoted-string, never so that a line of white space is made. Absent where a line stays
/// too long. Nothing but LFs is added.
[[nodiscard]] std::optional<std::string> refolded(std::string_view name, std::string_view value,
                                                  std::size_t longest = max_line);

/// Whether a continuation line holds nothing but white space (RFC 5322, 4.2: obsolete).
[[nodiscard]] bool has_blank_fold(std::string_view value);
/// The value without such lines.
[[nodiscard]] std::string without_blank_folds(std::string_view value);

}  // namespace msa
