// A command as people paste it into a shell.
#pragma once

#include <string>
#include <vector>

namespace msa {

/// The words with blanks between them, in single quotes where a shell (POSIX, XCU 2.2) would read
/// them otherwise.
[[nodiscard]] std::string shell_words(const std::vector<std::string>& words);

}  // namespace msa
