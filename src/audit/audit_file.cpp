// A file to which lines are only ever appended, see audit_file.h.
#include "audit/audit_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr mode_t file_mode = 0640;

/// The folder of the file, opened, and whether others than root and we may make files in it.
struct Folder {
    std::string path;
    FileDescriptor descriptor;
    bool is_open_to_others = true;
};

Error unsafe(const std::string& path, std::string_view why) {
    return {path + ": " + std::string(why), ErrorKind::no_permission};
}

bool is_ours(uid_t owner) {
    return owner == 0 || owner == ::geteuid();
}

Result<Folder> open_folder(const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path();
    Folder folder{.path = parent.empty() ? "." : parent.string(), .descriptor = {}};
    folder.descriptor =
        FileDescriptor(::open(folder.path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    struct stat status {};
    if (!folder.descriptor.is_open() || ::fstat(folder.descriptor.get(), &status) != 0) {
        return file_error(folder.path, errno);
    }
    folder.is_open_to_others =
        !is_ours(status.st_uid) || (status.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    return folder;
}

/// Nobody else has prepared the file, and nobody can put another in its place.
Result<void> refuse_what_others_made(const std::string& path, const Folder& folder,
                                     const struct stat& file) {
    if (const auto open = open_to_everybody(folder.path); !open.empty()) {
        return unsafe(path, "everybody may write to " + open);
    }
    if ((file.st_mode & S_IWOTH) != 0) {
        return unsafe(path, "everybody may write to it");
    }
    if (!folder.is_open_to_others) {
        return {};
    }
    if (!is_ours(file.st_uid)) {
        return unsafe(path, "others may write to its folder, and it belongs to another user");
    }
    if (file.st_nlink > 1) {
        return unsafe(path, "others may write to its folder, and it has another name");
    }
    return {};
}

Result<FileDescriptor> open_for_append(const std::string& path) {
    const auto folder = open_folder(path);
    if (!folder) {
        return folder.error();
    }
    // Reading is for the last octet; O_NONBLOCK keeps a FIFO from holding us up before it is
    // refused.
    const int follow = folder->is_open_to_others ? O_NOFOLLOW : 0;
    const std::string name = std::filesystem::path(path).filename().string();
    FileDescriptor file(::openat(
        folder->descriptor.get(), name.c_str(),
        O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | follow, file_mode));
    struct stat status {};
    if (!file.is_open() && errno == ELOOP && follow != 0) {
        return unsafe(path, "others may write to its folder, and it is a symbolic link");
    }
    if (!file.is_open() || ::fstat(file.get(), &status) != 0) {
        return file_error(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return Error{path + ": not a regular file", ErrorKind::bad_config};
    }
    if (const auto ours = refuse_what_others_made(path, *folder, status); !ours) {
        return ours.error();
    }
    // A new file is only durable with its name in the folder. EINVAL: a file system that keeps no
    // folders on disk.
    if (::fsync(folder->descriptor.get()) != 0 && errno != EINVAL) {
        return file_error(folder->path, errno);
    }
    return file;
}

/// Where the last of `size` octets' lines begins, if it is to be found: a file that is no trail may
/// be one line.
std::optional<off_t> last_line_begin(const FileDescriptor& file, off_t size) {
    constexpr off_t longest = off_t{4} * 1024 * 1024;  // above max_record_octets
    std::array<char, 65536> chunk{};
    for (off_t end = size; end > std::max<off_t>(0, size - longest);) {
        const off_t begin = std::max<off_t>(0, end - static_cast<off_t>(chunk.size()));
        const auto wanted = static_cast<std::size_t>(end - begin);
        if (::pread(file.get(), chunk.data(), wanted, begin) != static_cast<ssize_t>(wanted)) {
            return std::nullopt;
        }
        const auto found = std::string_view(chunk.data(), wanted).rfind('\n');
        if (found != std::string_view::npos) {
            return begin + static_cast<off_t>(found) + 1;
        }
        end = begin;
        if (end == 0) {
            return 0;
        }
    }
    return std::nullopt;
}

/// Whether the path still leads to the open file.
Result<bool> is_in_place(const std::string& path, const struct stat& open_file) {
    struct stat at_path {};
    if (::stat(path.c_str(), &at_path) != 0) {
        return errno == ENOENT ? Result<bool>(false) : file_error(path, errno);
    }
    return at_path.st_dev == open_file.st_dev && at_path.st_ino == open_file.st_ino;
}

}  // namespace

Result<AuditFile> AuditFile::open(std::string path) {
    if (path.empty() || path == "-" || path.find('\0') != std::string::npos) {
        return Error{"no audit file is named", ErrorKind::bad_config};
    }
    AuditFile file(std::move(path));
    if (const auto opened = file.reopen(); !opened) {
        return opened.error();
    }
    return file;
}

Result<void> AuditFile::reopen() {
    auto opened = open_for_append(path_);
    if (!opened) {
        return opened.error();
    }
    file_ = *std::move(opened);
    end_ = 0;
    is_torn_ = false;
    const auto measured = measure();
    return measured ? Result<void>() : measured.error();
}

/// Looks at the end of the open file, which somebody else may have moved.
Result<std::string> AuditFile::measure() {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        return file_error(path_, errno);
    }
    if (status.st_size == end_) {
        return std::string();
    }
    const off_t before = std::exchange(end_, status.st_size);
    char last = '\n';
    if (end_ > 0 && ::pread(file_.get(), &last, 1, end_ - 1) != 1) {
        return file_error(path_, errno);
    }
    is_torn_ = last != '\n';
    return "the end of the file moved from octet " + std::to_string(before) + " to " +
           std::to_string(end_);
}

std::string AuditFile::torn_line() const {
    if (!is_torn_) {
        return {};
    }
    const auto begin = last_line_begin(file_, end_);
    return "the last line has no end: " +
           (begin ? std::to_string(end_ - *begin) + " octets from octet " + std::to_string(*begin) +
                        " on"
                  : "it ends at octet " + std::to_string(end_));
}

/// Follows what happened to the file since the last line.
Result<std::string> AuditFile::catch_up() {
    struct stat status {};
    if (::fstat(file_.get(), &status) != 0) {
        return file_error(path_, errno);
    }
    const auto in_place = is_in_place(path_, status);
    if (!in_place) {
        return in_place.error();
    }
    if (*in_place) {
        return measure();
    }
    if (const auto opened = reopen(); !opened) {
        return opened.error();
    }
    return std::string("the file was moved or removed; opened anew");
}

Result<void> AuditFile::write_durably(std::string_view octets) {
    ssize_t written = 0;
    do {
        written = ::write(file_.get(), octets.data(), octets.size());
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
        return file_error(path_, errno);
    }
    if (static_cast<std::size_t>(written) != octets.size()) {
        return Error{path_ + ": only " + std::to_string(written) + " of " +
                     std::to_string(octets.size()) + " octets could be written"};
    }
    return ::fdatasync(file_.get()) == 0 ? Result<void>() : file_error(path_, errno);
}

Result<std::string> AuditFile::append(std::string_view lines) {
    auto notice = catch_up();
    if (!notice) {
        return notice;
    }
    if (is_torn_ && !notice->empty()) {  // otherwise it was said before
        *notice += "; " + torn_line();
    }
    const std::string octets = (is_torn_ ? "\n" : "") + std::string(lines);
    if (const auto written = write_durably(octets); !written) {
        if (::ftruncate(file_.get(), end_) != 0) {
            // A torn line stays; the next append finds the end moved and says so.
            return within("and the torn line could not be removed", written.error());
        }
        return written.error();
    }
    end_ += static_cast<off_t>(octets.size());
    is_torn_ = false;
    return notice;
}

}  // namespace msa
