#include "commands/setup_work.h"

#include "base/file.h"
#include "base/replace_file.h"

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

namespace fs = std::filesystem;

/// The daemon must be able to write where what it makes is, and nobody else but its group.
void warn_of_others(const std::string& path, mode_t mode, const SetupOwner& owner) {
    constexpr mode_t all = S_IWOTH;
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {
        return;
    }
    constexpr mode_t looked_into = S_IXGRP | S_IXOTH;
    if ((mode & S_IXOTH) != 0 && (found.st_mode & looked_into) == 0 && ::geteuid() == 0) {
        std::cerr << "msa-milter: warning: only its owner may look into " << path
                  << ", and the daemon must; `chmod " << std::oct << mode << std::dec << ' ' << path
                  << "` lets it\n";
    }
    const bool is_own = owner.user == SetupOwner().user || found.st_uid == owner.user ||
                        (found.st_gid == owner.group && (found.st_mode & S_IWGRP) != 0);
    if ((found.st_mode & all) != 0 && (found.st_mode & S_ISVTX) == 0) {
        std::cerr << "msa-milter: warning: everybody may write to " << path
                  << " and replace what is in it; `chmod " << std::oct << mode << std::dec << ' '
                  << path << "` ends that\n";
    }
    if (!is_own) {
        std::cerr << "msa-milter: warning: " << path
                  << " is of another user than the daemon's, which could not write to it; `chown "
                  << owner.user << ':' << owner.group << ' ' << path << "` gives it away\n";
    }
}

Error cannot_make(const std::string& path, int code) {
    auto error = file_error(path, code);
    error.kind = ErrorKind::cannot_create;
    return error;
}

}  // namespace

void SetupWork::tell(bool was_there, const std::string& path) const {
    std::cout << (was_there     ? "kept        "
                  : is_dry_run_ ? "would make  "
                                : "made        ")
              << path << '\n';
}

Result<void> SetupWork::folder(const std::string& path, mode_t mode, SetupOwner owner) {
    std::error_code error;
    const bool was_there = fs::is_directory(path, error);
    if (!was_there && fs::exists(path, error)) {
        return Error{path + " is there, but is no folder", ErrorKind::cannot_create};
    }
    if (was_there || is_dry_run_) {
        tell(was_there, path);
    }
    if (was_there) {
        warn_of_others(path, mode, owner);
    }
    if (was_there || is_dry_run_) {
        return {};
    }
    fs::create_directories(fs::path(path).parent_path(), error);
    if (error) {
        return cannot_make(path, error.value());
    }
    // chmod() after chown(), which takes the set-group-ID bit away.
    if (::mkdir(path.c_str(), S_IRWXU) != 0 ||
        ::lchown(path.c_str(), owner.user, owner.group) != 0 || ::chmod(path.c_str(), mode) != 0) {
        return cannot_make(path, errno);
    }
    tell(false, path);
    return {};
}

Result<void> SetupWork::file(const std::string& path, mode_t mode, SetupOwner owner,
                             const std::function<std::string()>& text) {
    const bool was_there = may_exist(path);
    if (was_there || is_dry_run_) {
        tell(was_there, path);
        return {};
    }
    auto made = replace_file(path, text(), mode, owner);
    if (made) {
        tell(false, path);
    }
    return made;
}

}  // namespace msa
