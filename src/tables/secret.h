// Passwords that stand in files of their own.
#pragma once

#include "base/result.h"

#include <string>

namespace msa {

/// The first line of a file that nobody else can have read or exchanged (base/safe_path.h); empty
/// where the path is. Errors, which begin with "password_file: ": it cannot be read, is not safe,
/// or there is nothing in it (to many servers an empty password means: whoever you are).
[[nodiscard]] Result<std::string> read_secret(const std::string& path);

}  // namespace msa
