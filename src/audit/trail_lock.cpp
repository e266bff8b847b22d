// The lock of a trail, see trail_lock.h.
#include "audit/trail_lock.h"

#include "audit/trail_file.h"

#include <array>
#include <cerrno>

#include <sys/file.h>
#include <unistd.h>

namespace msa {

namespace {

/// What the one who holds the lock wrote into it.
std::string holder(const FileDescriptor& file) {
    std::array<char, 20> digits{};
    const auto count = ::pread(file.get(), digits.data(), digits.size(), 0);
    std::string number(digits.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    number = number.substr(0, number.find_first_not_of("0123456789"));
    return number.empty() ? "another process" : "process " + number;
}

}  // namespace

Result<TrailLock> TrailLock::take(const std::string& path) {
    // It stays behind when we are gone: who removes a lock file lets two others have one each.
    auto file = open_trail_file(path);
    if (!file) {
        return file.error();
    }
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return file_error(path, errno);
        }
        return Error{path + ": " + holder(*file) +
                         " writes to this trail; stop it, or name another file as 'audit'",
                     ErrorKind::cannot_create};
    }
    const auto number = std::to_string(::getpid()) + '\n';
    // For people only: without it the lock holds all the same.
    if (::ftruncate(file->get(), 0) == 0) {
        (void)!::write(file->get(), number.data(), number.size());
    }
    return TrailLock(*std::move(file));
}

}  // namespace msa
