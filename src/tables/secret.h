// Passwords that stand in files of their own.
#pragma once

#include "base/result.h"

#include <string>

namespace msa {

/// The first line of the file; empty where the path is. Errors: it cannot be read, everybody may
/// read it, or there is nothing in it (to many servers an empty password means: whoever you are).
[[nodiscard]] Result<std::string> read_secret(const std::string& path);

}  // namespace msa
