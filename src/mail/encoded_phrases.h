// Phrases and comments of structured fields as encoded-words. Internal to mail/: callers want
// encoded_field.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

/// Where a structured field has phrases: as names in front of `<` and `:`; between commas and
/// in front of `<`; nowhere, only comments.
enum class PhrasePlace { name, list, nowhere };

/// The value with its phrases and comments in ASCII, see encoded_field(). `value` must have passed
/// check_octets().
[[nodiscard]] std::optional<std::string> encoded_phrases(std::string_view name,
                                                         std::string_view value, PhrasePlace place);

}  // namespace msa
