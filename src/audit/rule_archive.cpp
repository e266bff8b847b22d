#include "audit/rule_archive.h"

#include "audit/trail_file.h"
#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

namespace fs = std::filesystem;

constexpr mode_t folder_mode = 0750;

/// So that names in it last.
Result<void> sync_folder(const std::string& path) {
    const FileDescriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // EINVAL: a file system that keeps no folders on disk.
    if (!folder.is_open() || (::fsync(folder.get()) != 0 && errno != EINVAL)) {
        return file_error(path, errno);
    }
    return {};
}

Result<void> make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), folder_mode) == 0) {
        const auto parent = fs::path(path).parent_path();
        return sync_folder(parent.empty() ? "." : parent.string());
    }
    return errno == EEXIST ? Result<void>() : file_error(path, errno);
}

/// A crash may have left less.
bool is_kept(const std::string& path, std::string_view octets) {
    const auto kept = read_file(path, octets.size());
    return kept && *kept == octets;
}

}  // namespace

Result<std::string> archive_rules(const TrailPaths& paths, std::string_view octets) {
    const auto name = hex(sha256(octets)) + ".toml";
    const auto path = paths.rules + '/' + name;
    if (!is_kept(path, octets)) {
        if (const auto made = make_folder(paths.rules); !made) {
            return made.error();
        }
        if (const auto kept = replace_trail_file(path, octets); !kept) {
            return kept.error();
        }
        if (const auto done = sync_folder(paths.rules); !done) {
            return done.error();
        }
    }
    return fs::path(paths.rules).filename().string() + '/' + name;
}

}  // namespace msa
