#include "tables/file_state.h"

#include "base/file.h"

#include <cerrno>

#include <sys/stat.h>

namespace msa {

Result<FileState> state_of(const std::string& path) {
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        return file_error(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{path + ": not a regular file", ErrorKind::bad_config};
    }
    constexpr std::int64_t second = 1'000'000'000;
    return FileState{.device = status.st_dev,
                     .inode = status.st_ino,
                     .size = status.st_size,
                     .modified = status.st_mtim.tv_sec * second + status.st_mtim.tv_nsec};
}

}  // namespace msa
