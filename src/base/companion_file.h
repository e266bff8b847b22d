// Files that come with the program: where they lie as built, and as installed, wherever that was
// moved to.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace msa {

/// In the order in which to look: `built` below the folder of the program, then `installed` in
/// ../lib/msa-milter. None where the system does not tell what program this is.
[[nodiscard]] std::vector<std::filesystem::path> companion_files(const std::string& built,
                                                                 const std::string& installed);

}  // namespace msa
