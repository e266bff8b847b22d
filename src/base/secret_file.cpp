#include "base/secret_file.h"

#include "base/safe_path.h"

namespace msa {

namespace {

Result<FileDescriptor> open_safe_file(const std::string& path, struct stat& status) {
    auto file = open_regular_file(path, status);
    if (!file) {
        return file;
    }
    const auto safe = check_safe_path(path, status);
    return safe ? std::move(file) : within(path, safe.error());
}

}  // namespace

Result<FileDescriptor> open_secret_file(const std::string& path) {
    struct stat status {};
    return open_safe_file(path, status);
}

Result<std::string> read_secret_file(const std::string& path, std::size_t max_octets) {
    struct stat status {};
    const auto file = open_safe_file(path, status);
    return file ? read_opened_file(*file, status, path, max_octets) : file.error();
}

}  // namespace msa
