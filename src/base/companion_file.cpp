// Companions of the program, see companion_file.h.
#include "base/companion_file.h"

#include <system_error>

namespace msa {

std::vector<std::filesystem::path> companion_files(const std::string& built,
                                                   const std::string& installed) {
    std::error_code trouble;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", trouble);
    if (!program.is_absolute()) {
        return {};
    }
    const auto folder = program.parent_path();
    return {folder / built, folder.parent_path() / "lib" / "msa-milter" / installed};
}

}  // namespace msa
