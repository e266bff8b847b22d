// Files: a descriptor with one owner, and reading a whole file.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <sys/stat.h>

namespace msa {

/// A file descriptor that is closed with its owner. What close() has to say is lost: whoever wrote
/// something that matters has synchronised it before.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int get() const { return number_; }
    /// For somebody else to close.
    [[nodiscard]] int release() { return std::exchange(number_, -1); }

private:
    int number_ = -1;
};

/// `path: Permission denied`, for a system call on a file that failed with `code` (errno):
/// no_permission where it says so, bad_config where nothing usable is at that path, else
/// unavailable.
[[nodiscard]] Error file_error(std::string_view path, int code);

/// False only where certainly nothing is at that path: what cannot be looked at may be there.
[[nodiscard]] bool may_exist(const std::string& path);

/// A regular file, opened to be read, links followed, and what fstat(2) tells of it. Errors: as
/// read_file().
[[nodiscard]] Result<FileDescriptor> open_regular_file(const std::string& path,
                                                       struct stat& status);

/// All octets from where the descriptor stands. Errors, which name `path`: more than `max_octets`,
/// and what the system says.
[[nodiscard]] Result<std::string> read_opened_file(const FileDescriptor& file,
                                                   const struct stat& status,
                                                   const std::string& path, std::size_t max_octets);

/// All octets of a regular file, links followed. Errors, which name the file: what it is instead of
/// a regular file, more than `max_octets`, and what the system says.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t max_octets);

using FileReader = std::function<Result<std::string>(const std::string&, std::size_t)>;

/// The same, of a file that was not written to while it was read; a file that always is, is an
/// error. Who replaces it by rename is never met half-way.
[[nodiscard]] Result<std::string> read_settled_file(const std::string& path, std::size_t max_octets,
                                                    const FileReader& read = read_file);

/// Which of the file and the folders that lead to it everybody may write to, so that anybody could
/// put another in its place; empty: none.
[[nodiscard]] std::string open_to_everybody(const std::string& path);

}  // namespace msa
