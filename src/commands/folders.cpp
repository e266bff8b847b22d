#include "commands/folders.h"

#include "base/file.h"

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

namespace fs = std::filesystem;

constexpr int open_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;

Error cannot_make(const fs::path& folder) {
    return {"folder " + folder.string() + ": " + std::generic_category().message(errno),
            ErrorKind::cannot_create};
}

/// Nobody but root could put another folder in the place of one that is made in it.
bool is_roots(const FileDescriptor& folder) {
    struct stat status {};
    return ::fstat(folder.get(), &status) == 0 && status.st_uid == 0 &&
           (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

}  // namespace

Result<void> make_run_folder(const std::string& path, uid_t user, gid_t group) {
    const auto folder = fs::path(path).lexically_normal().parent_path();
    const auto below = folder.lexically_relative("/run");
    if (below.empty() || below.native().starts_with('.')) {
        return {};
    }
    fs::path here = "/run";
    FileDescriptor parent(::open(here.c_str(), open_flags));
    for (const auto& part : below) {
        here /= part;
        const bool is_made =
            is_roots(parent) && ::mkdirat(parent.get(), part.c_str(), S_IRWXU) == 0;
        FileDescriptor next(::openat(parent.get(), part.c_str(), open_flags));
        if (!next.is_open()) {
            return {};  // who makes the socket says what is wrong with it
        }
        constexpr mode_t mode = 0755;
        const bool is_last = here == folder;
        if (is_made && (::fchmod(next.get(), mode) != 0 ||
                        (is_last && ::fchown(next.get(), user, group) != 0))) {
            return cannot_make(here);
        }
        parent = std::move(next);
    }
    return {};
}

Error naming_folder(Error error, const std::string& path, const std::string& options) {
    const auto folder = fs::path(path).parent_path();
    if (!folder.is_absolute() || may_exist(folder.string())) {
        return error;
    }
    return {"folder " + folder.string() + " does not exist; make it with: install -d" +
                (options.empty() ? "" : ' ' + options) + ' ' + folder.string(),
            ErrorKind::cannot_create};
}

}  // namespace msa
