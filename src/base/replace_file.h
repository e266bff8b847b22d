// A file that is there whole, as it was or as it is to be, whenever the power fails.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

#include <sys/types.h>

namespace msa {

struct FileOwner {
    uid_t user = static_cast<uid_t>(-1);  // -1: whoever runs this
    gid_t group = static_cast<gid_t>(-1);
};

/// Writes beside `path` (PATH.new), makes it durable, and renames. After an error what was there
/// still is. Errors: cannot_create; they name the file.
[[nodiscard]] Result<void> replace_file(const std::string& path, std::string_view octets,
                                        mode_t mode, FileOwner owner = {});

}  // namespace msa
