// Who could exchange a file: owner and mode of everything that leads to it.
#pragma once

#include "base/result.h"

#include <string>

#include <sys/stat.h>

namespace msa {

/// Follows `file` step by step, symbolic links included, and checks what it meets; the demands are
/// those of load_private_key(). The file at the end must be `opened`, so that what was checked is
/// what is read.
[[nodiscard]] Result<void> check_safe_path(const std::string& file, const struct stat& opened);

}  // namespace msa
