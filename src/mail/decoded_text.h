// Text as a mail reader shows it, for questions about what its user believes to see.
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// `text` with every encoded-word (RFC 2047) replaced by what it stands for, in UTF-8. Read as the
/// most generous of readers would: also inside quoted strings and words, also where blanks or
/// padding are wrong; white space between two encoded-words is dropped. Octets of a character set
/// that nobody knows are taken as ISO 8859-1. The result may hold ill-formed UTF-8 where the text
/// did.
[[nodiscard]] std::string decoded_text(std::string_view text);

}  // namespace msa
