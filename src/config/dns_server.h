// DNS servers in files: ADDRESS, or ADDRESS@PORT.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// The text, if it is one.
[[nodiscard]] Result<std::string> dns_server(std::string_view text);

}  // namespace msa
