#include "base/secret_file.h"

#include "base/safe_path.h"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

Result<FileDescriptor> open_secret_file(const std::string& path) {
    if (path.find('\0') != std::string::npos) {
        return Error{"no file is named", ErrorKind::bad_config};
    }
    // O_NONBLOCK: opening a FIFO would wait for somebody to write to it.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat status {};
    if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
        return file_error(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{path + ": not a regular file", ErrorKind::bad_config};
    }
    if (const auto safe = check_safe_path(path, status); !safe) {
        return within(path, safe.error());
    }
    return file;
}

Result<std::string> read_secret_file(const std::string& path, std::size_t max_octets) {
    const auto file = open_secret_file(path);
    if (!file) {
        return file.error();
    }
    std::string text;
    std::array<char, 4096> chunk{};
    for (;;) {
        const ssize_t count = ::read(file->get(), chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error(path, errno);
        }
        if (count == 0) {
            return text;
        }
        text.append(chunk.data(), static_cast<std::size_t>(count));
        if (text.size() > max_octets) {
            return Error{path + ": longer than " + std::to_string(max_octets) + " octets",
                         ErrorKind::bad_config};
        }
    }
}

}  // namespace msa
