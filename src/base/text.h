// ASCII text: folding, trimming, UTF-8 validity, names that are nearly right. Locale-free.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Lower case for A-Z; every other octet stays (RFC 6531, 3.3: never fold beyond ASCII).
[[nodiscard]] constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] std::string ascii_lower(std::string_view text);
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);

[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_8bit(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}
/// C0 controls and DEL.
[[nodiscard]] constexpr bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7f;
}

/// Without blanks (space, tab) at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] bool has_8bit(std::string_view text);

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
/// How many octets in front are well-formed UTF-8.
[[nodiscard]] std::size_t well_formed_prefix(std::string_view text);

/// How many octets the well-formed sequence in front of `text` has; 0: there is none. `text` must
/// not be empty.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// The parts between separators; an empty text has one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// How often `wanted`, which must not be empty, stands in the text without overlapping itself.
[[nodiscard]] std::size_t occurrences(std::string_view text, std::string_view wanted);

/// The candidate that a typing error away from `word` might have meant, if any.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

/// Two lower-case hexadecimal digits an octet.
[[nodiscard]] std::string hex(std::string_view octets);

/// For log lines and replies: printable ASCII as it is, everything else as \xHH, `\` doubled; cut
/// to `limit` octets of output, then "...".
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 200);

}  // namespace msa
