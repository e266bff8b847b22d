// Files that others replace while we read them.
#pragma once

#include "base/guarded.h"
#include "base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <sys/types.h>

namespace msa {

/// Which file stands at a path, and its state.
struct FileState {
    ::dev_t device = 0;
    ::ino_t inode = 0;
    ::off_t size = 0;
    std::int64_t modified = 0;  // nanoseconds

    [[nodiscard]] bool operator==(const FileState&) const = default;
    [[nodiscard]] bool is_same_file(const FileState& other) const {
        return device == other.device && inode == other.inode;
    }
};

/// Errors: it cannot be looked at, or is no regular file.
[[nodiscard]] Result<FileState> state_of(const std::string& path);

/// An open file, opened again when another one stands at its path. For many threads at once.
template <class File>
class CurrentFile {
public:
    using Open = std::function<Result<std::shared_ptr<const File>>(const FileState&)>;
    /// Whether what was opened in the first state will not do in the second.
    using IsOutdated = std::function<bool(const FileState& opened, const FileState& now)>;

    CurrentFile(std::string path, Open open, IsOutdated is_outdated)
        : path_(std::move(path)), open_(std::move(open)), is_outdated_(std::move(is_outdated)) {}

    [[nodiscard]] Result<std::shared_ptr<const File>> get() const {
        const auto now = state_of(path_);
        if (!now) {
            return now.error();
        }
        return held_.with([&](Held& held) -> Result<std::shared_ptr<const File>> {
            if (!held.file || is_outdated_(held.state, *now)) {
                auto opened = open_(*now);
                if (!opened) {
                    return opened;
                }
                held = {*now, *std::move(opened)};
            }
            return held.file;
        });
    }

    /// For a file that turned out not to do any more.
    void forget(const std::shared_ptr<const File>& file) const {
        held_.with([&file](Held& held) {
            if (held.file == file) {
                held.file = nullptr;
            }
        });
    }

private:
    struct Held {
        FileState state;
        std::shared_ptr<const File> file;
    };
    std::string path_;
    Open open_;
    IsOutdated is_outdated_;
    mutable Guarded<Held> held_;
};

}  // namespace msa
