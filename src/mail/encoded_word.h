// Text beyond ASCII in header fields (RFC 2047).
#pragma once

#include <string>
#include <string_view>

namespace msa {

/// Whether a word looks like an encoded-word: it is shown decoded, and white space between two such
/// is not shown.
[[nodiscard]] bool is_encoded_word(std::string_view word);

/// The value of an unstructured field with each run of words beyond ASCII as encoded-words of at
/// most 75 characters, UTF-8, in Q where most of it can be read so, else in B (RFC 2047, 4); no
/// character is split between two, and no line is longer than 76 that need not be (2). `value` must
/// be well-formed UTF-8; its folds are laid out anew.
[[nodiscard]] std::string encoded_value(std::string_view name, std::string_view value);

}  // namespace msa
