// The URIs of a List- field (RFC 2369, 2).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// `<URI>, <URI>` with comments between them; white space inside the brackets is dropped. Errors:
/// anything else, or no URI.
[[nodiscard]] Result<std::vector<std::string>> parse_uri_list(std::string_view field_body);

}  // namespace msa
