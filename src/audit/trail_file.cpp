// Files of the trail, see trail_file.h.
#include "audit/trail_file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>

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

}  // namespace

Result<FileDescriptor> open_trail_file(const std::string& path) {
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

Result<void> write_all(const FileDescriptor& file, std::string_view octets,
                       const std::string& path) {
    ssize_t written = 0;
    do {
        written = ::write(file.get(), octets.data(), octets.size());
    } while (written < 0 && errno == EINTR);
    if (written < 0) {
        return file_error(path, errno);
    }
    if (static_cast<std::size_t>(written) != octets.size()) {
        return Error{path + ": only " + std::to_string(written) + " of " +
                     std::to_string(octets.size()) + " octets could be written"};
    }
    return {};
}

Result<void> replace_trail_file(const std::string& path, std::string_view octets) {
    const std::string fresh = path + ".new";
    if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) {  // what a crash has left
        return file_error(fresh, errno);
    }
    const FileDescriptor file(
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, file_mode));
    if (!file.is_open()) {
        return file_error(fresh, errno);
    }
    if (const auto written = write_all(file, octets, fresh); !written) {
        return written.error();
    }
    if (::fdatasync(file.get()) != 0 || std::rename(fresh.c_str(), path.c_str()) != 0) {
        return file_error(path, errno);
    }
    return {};
}

}  // namespace msa
