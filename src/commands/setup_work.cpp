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
    tell(was_there, path);
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
    return {};
}

Result<void> SetupWork::file(const std::string& path, mode_t mode, SetupOwner owner,
                             const std::function<std::string()>& text) {
    const bool was_there = may_exist(path);
    tell(was_there, path);
    if (was_there || is_dry_run_) {
        return {};
    }
    return replace_file(path, text(), mode, owner);
}

}  // namespace msa
