// Files, see file.h.
#include "base/file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>
#include <tuple>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr std::size_t least_chunk = 4096;

ErrorKind kind_of(int code) {
    switch (code) {
        case EACCES:
        case EPERM:
        case EROFS: return ErrorKind::no_permission;
        case ENOENT:
        case ENOTDIR:
        case EISDIR:
        case ELOOP:
        case ENAMETOOLONG: return ErrorKind::bad_config;
        default: return ErrorKind::unavailable;
    }
}

Error unusable(const std::string& path, const std::string& reason) {
    return {.what = path + ": " + reason, .kind = ErrorKind::bad_config};
}

/// What changes whenever a file is written to, or another takes its place.
auto state_of(const std::string& path) {
    struct stat status {};
    const int failed = ::stat(path.c_str(), &status);
    return std::tuple(failed, status.st_dev, status.st_ino, status.st_size, status.st_mtim.tv_sec,
                      status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec);
}

}  // namespace

FileDescriptor::~FileDescriptor() {
    if (is_open()) {
        (void)::close(number_);  // see the class
    }
}

Error file_error(std::string_view path, int code) {
    return {.what = std::string(path) + ": " + std::generic_category().message(code),
            .kind = kind_of(code)};
}

bool may_exist(const std::string& path) {
    std::error_code unknown;  // said by the type too
    return std::filesystem::status(path, unknown).type() != std::filesystem::file_type::not_found;
}

Result<std::string> read_settled_file(const std::string& path, std::size_t max_octets,
                                      const FileReader& read) {
    constexpr int tries = 3;
    for (int i = 0; i < tries; ++i) {
        const auto before = state_of(path);
        auto text = read(path, max_octets);
        if (!text || before == state_of(path)) {
            return text;
        }
    }
    return Error{path + ": changes while it is read", ErrorKind::unavailable};
}

std::string open_to_everybody(const std::string& path) {
    std::error_code unknown;  // what cannot be looked at cannot be read either
    for (auto here = std::filesystem::canonical(path, unknown); !here.empty();
         here = here.parent_path()) {
        struct stat status {};
        const bool is_open = ::stat(here.c_str(), &status) == 0 && (status.st_mode & S_IWOTH) != 0;
        const bool keeps_owners = S_ISDIR(status.st_mode) && (status.st_mode & S_ISVTX) != 0;
        if (is_open && !keeps_owners) {
            return here.string();
        }
        if (here == here.root_path()) {
            break;
        }
    }
    return {};
}

Result<FileDescriptor> open_regular_file(const std::string& path, struct stat& status) {
    if (path.empty() || path.find('\0') != std::string::npos) {
        return Error{"no file is named", ErrorKind::bad_config};
    }
    // O_NONBLOCK: opening a FIFO would wait for somebody to write to it.
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
        return file_error(path, errno);
    }
    if (S_ISDIR(status.st_mode)) {
        return unusable(path, "a directory, not a file");
    }
    if (!S_ISREG(status.st_mode)) {
        return unusable(path, "not a regular file");
    }
    return file;
}

// Reads until one octet more than the limit is there. The size that fstat() told is only a guess: a
// file may grow meanwhile, and those in /proc say 0.
Result<std::string> read_opened_file(const FileDescriptor& file, const struct stat& status,
                                     const std::string& path, std::size_t max_octets) {
    const auto expected = static_cast<std::size_t>(status.st_size);
    std::string text;
    std::size_t length = 0;
    text.resize(std::min(std::max(expected, least_chunk), max_octets) + 1);
    for (;;) {
        const ssize_t count = ::read(file.get(), text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return file_error(path, errno);
        }
        length += static_cast<std::size_t>(count);
        if (length > max_octets) {
            return unusable(path, "longer than " + std::to_string(max_octets) + " octets");
        }
        if (count == 0) {
            text.resize(length);
            return text;
        }
        if (length == text.size()) {
            text.resize(std::min(2 * length, max_octets + 1));
        }
    }
}

Result<std::string> read_file(const std::string& path, std::size_t max_octets) {
    struct stat status {};
    const auto file = open_regular_file(path, status);
    return file ? read_opened_file(*file, status, path, max_octets) : file.error();
}

}  // namespace msa
