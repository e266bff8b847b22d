// Connection strings: `host=db.example.com user='a b'`, as libpq has them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace msa {

/// By key, in lower case; of one that stands twice, the last. A value may be in single quotes; a
/// backslash stands before any character that is meant as it is.
[[nodiscard]] std::map<std::string, std::string> option_words(std::string_view text);

}  // namespace msa
