#include "base/replace_file.h"

#include "base/file.h"
#include "base/give_file.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

Error cannot_make(const std::string& path, int code) {
    auto error = file_error(path, code);
    error.kind = ErrorKind::cannot_create;
    return error;
}

/// A disk that becomes full takes a part, and says why only when it is asked again.
bool is_written(int descriptor, std::string_view octets) {
    while (!octets.empty()) {
        const auto count = ::write(descriptor, octets.data(), octets.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        octets.remove_prefix(count > 0 ? static_cast<std::size_t>(count) : 0);
    }
    return true;
}

/// The new name outlives a power cut only when its folder is on disk.
bool is_folder_synced(const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path();
    const FileDescriptor folder(
        ::open(parent.empty() ? "." : parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.is_open() && ::fsync(folder.get()) == 0;
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view octets, mode_t mode,
                          FileOwner owner) {
    const std::string draft = path + ".new";
    (void)::unlink(draft.c_str());  // of somebody who was stopped
    const FileDescriptor file(
        ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR));
    if (!file.is_open() || !is_written(file.get(), octets) || !give_file(file.get(), owner) ||
        ::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0 ||
        ::rename(draft.c_str(), path.c_str()) != 0) {
        const int code = errno;
        (void)::unlink(draft.c_str());  // half a file is none
        return cannot_make(path, code);
    }
    return is_folder_synced(path) ? Result<void>() : cannot_make(path, errno);
}

}  // namespace msa
