// Character sets as mail names them. Internal to mail/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// How octets are read where the name of their character set leaves a choice.
struct CharsetReading {
    bool is_little_endian = false;  // UTF-16 and UTF-32 without a mark
    bool drops_invalid = false;     // what is no character: left out, else U+FFFD or `?`
};

/// The name, for iconv, of what a label means to mail readers and browsers: `iso-8859-1` is
/// windows-1252, `euc-kr` is cp949 (WHATWG, Encoding, 4.2). Others stay as they are, in lower case.
[[nodiscard]] std::string usual_charset(std::string_view label);

/// Octets of a character set, in UTF-8. Nothing: no such set is known.
[[nodiscard]] std::optional<std::string> from_charset(std::string_view label,
                                                      std::string_view octets,
                                                      const CharsetReading& reading);

/// What UTF-8 is in octets of no known character set, and what each would be in ISO 8859-1.
[[nodiscard]] std::string from_utf8(std::string_view octets, bool drops_invalid);
[[nodiscard]] std::string from_latin1(std::string_view octets);
[[nodiscard]] std::string ascii_of(std::string_view octets);

}  // namespace msa
