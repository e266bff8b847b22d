// Code points, and what libunistring knows of them. Internal to mail/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Normalisation forms C and KC (Unicode Standard Annex 15). `text` must be well-formed UTF-8.
/// Throw std::bad_alloc.
[[nodiscard]] std::string nfc(std::string_view text);
[[nodiscard]] std::string nfkc(std::string_view text);

/// Octets of a character set, as UTF-8; what is no character of it becomes `?`. Nothing: no such
/// character set is known.
[[nodiscard]] std::optional<std::string> from_charset(std::string_view charset,
                                                      std::string_view octets);

/// From the blank to the tilde: what everybody sees as it is.
[[nodiscard]] bool is_printable_ascii(std::string_view text);

/// The code points of a text; octets that are no UTF-8 are left out.
[[nodiscard]] std::vector<char32_t> code_points(std::string_view text);
[[nodiscard]] std::string to_utf8(const std::vector<char32_t>& code_points);

}  // namespace msa
