// Files of the trail, made and opened such that nobody else can have prepared them.
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <string>
#include <string_view>

namespace msa {

/// To be read, and written at its end; made with mode 0640 where there is none. Only a regular file
/// will do, and none that somebody else may have laid there for us: where others may write to the
/// folder, no symbolic link, no file of another user, and none that has another name.
[[nodiscard]] Result<FileDescriptor> open_trail_file(const std::string& path);

/// Puts a file of these octets in the place of what is there, such that whoever opens it meets the
/// old one or the new one, whole. Durable when it returns.
[[nodiscard]] Result<void> replace_trail_file(const std::string& path, std::string_view octets);

/// Writes all of it, or says how much there was room for.
[[nodiscard]] Result<void> write_all(const FileDescriptor& file, std::string_view octets,
                                     const std::string& path);

}  // namespace msa
