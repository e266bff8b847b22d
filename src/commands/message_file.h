// A message in a file or on standard input, as commands are given it.
#pragma once

#include "base/result.h"

#include <string>

namespace msa {

/// At most 256 MB, with lines that end in CRLF. `-` is standard input. Errors, which name the file:
/// as read_file(); bad_input, its first line is no header field.
[[nodiscard]] Result<std::string> message_in(const std::string& path);

}  // namespace msa
