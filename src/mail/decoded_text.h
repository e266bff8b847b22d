// Text as a mail reader shows it, for questions about what its user believes to see.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// `text` with every encoded-word (RFC 2047) replaced by what it stands for, in UTF-8. Read as the
/// most generous of readers would: also inside quoted strings and words, also where blanks or
/// padding are wrong; white space between two encoded-words is dropped. Of a character set that
/// nobody knows only the ASCII octets are kept. Elsewhere the text stays, well formed or not.
[[nodiscard]] std::string decoded_text(std::string_view text);

/// That, and what readers make of it who join encoded-words in another way, leave out or replace
/// what is no character, or guess at an unknown character set: as ISO 8859-1, as UTF-8. None twice.
[[nodiscard]] std::vector<std::string> plausible_texts(std::string_view text);

/// The first character set in the text's encoded-words that cannot be decoded.
[[nodiscard]] std::optional<std::string> unknown_charset(std::string_view text);

}  // namespace msa
