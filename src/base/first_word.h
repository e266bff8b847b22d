// The first word of a line in which double quotes keep blanks together.
#pragma once

#include <cstddef>
#include <string_view>

namespace msa {

/// Where it ends: at the first blank outside double quotes; a backslash takes the octet behind it
/// along. npos where a quote is not closed.
[[nodiscard]] std::size_t first_word_end(std::string_view line);

}  // namespace msa
