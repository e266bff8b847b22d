// Files that hold a secret: nobody else can have read them, or put others in their place.
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <string>

namespace msa {

/// A regular file, opened to be read, that keeps what check_safe_path() demands. Errors, which name
/// the file: no_permission for owner, mode and access; bad_config for everything else.
[[nodiscard]] Result<FileDescriptor> open_secret_file(const std::string& path);

/// All of its octets, through the descriptor that was checked. Error: more than `max_octets`.
[[nodiscard]] Result<std::string> read_secret_file(const std::string& path, std::size_t max_octets);

}  // namespace msa
