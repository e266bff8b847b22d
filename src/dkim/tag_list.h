// The tag=value list of a DKIM-Signature (RFC 6376, 3.2), read to check what a library wrote.
#pragma once

#include "base/result.h"

#include <map>
#include <string>
#include <string_view>

namespace msa {

/// Values without any white space. Errors: a part without `=`, a tag twice.
[[nodiscard]] Result<std::map<std::string, std::string>> tag_list(std::string_view value);

}  // namespace msa
