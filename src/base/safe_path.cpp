// Owner and mode along a path, see safe_path.h. The kernel's own resolution would not tell which
// directories and links it went through, so the path is walked here.
#include "base/safe_path.h"

#include "base/text.h"

#include <cerrno>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace msa {

namespace {

constexpr int maximum_links = 40;  // as the kernel has it

Error unsafe(const std::string& path, std::string_view reason) {
    return {.what = path + " " + std::string(reason), .kind = ErrorKind::no_permission};
}

bool is_owner_trusted(const struct stat& status) {
    return status.st_uid == 0 || status.st_uid == geteuid();
}

Result<void> check_directory(const std::string& path, const struct stat& status) {
    if (!is_owner_trusted(status)) {
        return unsafe(path, "belongs to neither root nor this user");
    }
    const bool others_write = (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    if (others_write && (status.st_mode & S_ISVTX) == 0) {
        return unsafe(path, "is writable by group or others");
    }
    return {};
}

Result<void> check_file(const std::string& path, const struct stat& status) {
    if (!is_owner_trusted(status)) {
        return unsafe(path, "belongs to neither root nor this user");
    }
    const auto open_to = status.st_mode & (S_IRWXG | S_IRWXO);
    const bool only_own_group = open_to == S_IRGRP && status.st_gid == getegid();
    if (open_to != 0 && !only_own_group) {
        return unsafe(path,
                      "is open to group or others (mode must be 0600, or 0640 for our group)");
    }
    return {};
}

// The steps still to go, in front of them those of the link that was met.
class Walk {
public:
    explicit Walk(const std::filesystem::path& absolute) { prepend(absolute); }

    [[nodiscard]] Result<void> run(const struct stat& opened);

private:
    void prepend(const std::filesystem::path& path);
    Result<void> step(const std::string& name, const struct stat& opened);
    Result<void> follow(const std::filesystem::path& link, const struct stat& status);

    std::deque<std::string> steps_;
    std::filesystem::path here_ = "/";
    int links_ = 0;
    bool arrived_ = false;
};

void Walk::prepend(const std::filesystem::path& path) {
    std::deque<std::string> steps;
    for (const auto& part : path.relative_path()) {
        if (!part.empty() && part != ".") {
            steps.push_back(part.string());
        }
    }
    steps_.insert(steps_.begin(), steps.begin(), steps.end());
}

Result<void> Walk::run(const struct stat& opened) {
    struct stat root {};
    if (lstat("/", &root) != 0) {
        return unsafe("/", "cannot be examined");
    }
    if (auto checked = check_directory("/", root); !checked) {
        return checked;
    }
    while (!steps_.empty()) {
        const std::string name = std::move(steps_.front());
        steps_.pop_front();
        if (name == "..") {
            here_ = here_.parent_path();
        } else if (auto taken = step(name, opened); !taken) {
            return taken;
        }
    }
    return arrived_ ? Result<void>() : unsafe(here_.string(), "is not a regular file");
}

Result<void> Walk::step(const std::string& name, const struct stat& opened) {
    const std::filesystem::path next = here_ / name;
    struct stat status {};
    if (lstat(next.c_str(), &status) != 0) {
        return unsafe(next.string(), std::generic_category().message(errno));
    }
    if (S_ISLNK(status.st_mode)) {
        return follow(next, status);
    }
    if (S_ISDIR(status.st_mode)) {
        here_ = next;
        return check_directory(next.string(), status);
    }
    if (status.st_dev != opened.st_dev || status.st_ino != opened.st_ino || !steps_.empty()) {
        return unsafe(next.string(), "was exchanged while it was examined");
    }
    arrived_ = true;
    return check_file(next.string(), opened);
}

Result<void> Walk::follow(const std::filesystem::path& link, const struct stat& status) {
    if (!is_owner_trusted(status)) {
        return unsafe(link.string(), "is a link that belongs to neither root nor this user");
    }
    std::error_code failure;
    const auto target = std::filesystem::read_symlink(link, failure);
    if (failure || ++links_ > maximum_links) {
        return unsafe(link.string(), "is a link that leads nowhere");
    }
    if (target.is_absolute()) {
        here_ = "/";
    }
    prepend(target);
    return {};
}

}  // namespace

Result<void> check_safe_path(const std::string& file, const struct stat& opened) {
    std::error_code failure;
    const std::filesystem::path path(file);
    const auto start = path.is_absolute() ? path : std::filesystem::current_path(failure) / path;
    if (failure) {
        return unsafe(file, "is relative to a directory that cannot be named");
    }
    return Walk(start).run(opened);
}

Result<void> check_credential(const std::string& file, const struct stat& opened) {
    const auto folder = std::filesystem::path(file).parent_path();
    struct stat status {};
    if (lstat(folder.c_str(), &status) != 0) {
        return unsafe(folder.string(), std::generic_category().message(errno));
    }
    if (!S_ISDIR(status.st_mode) || !is_owner_trusted(status) ||
        (status.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
        return unsafe(folder.string(), "is not a credentials folder of this service");
    }
    if (!is_owner_trusted(opened) || (opened.st_mode & (S_IWGRP | S_IXGRP | S_IRWXO)) != 0) {
        return unsafe(file, "is open to others");
    }
    return {};
}

}  // namespace msa
