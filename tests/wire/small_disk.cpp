#include "wire/small_disk.h"

#include <cerrno>
#include <stdexcept>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace msa::wire {
namespace {

constexpr const char* ballast = "ballast";

/// Mounts are no business of others' from now on.
bool part_from_others() {
    return ::unshare(CLONE_NEWNS) == 0 &&
           ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool mount_at(const std::string& folder, std::size_t octets) {
    const auto options = "mode=0777,size=" + std::to_string(octets);
    return ::mount("msa-test", folder.c_str(), "tmpfs", 0, options.c_str()) == 0;
}

}  // namespace

bool SmallDisk::is_possible() {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(part_from_others() && mount_at(folder.path(), 1U << 20U) ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && status == 0;
}

SmallDisk::SmallDisk(std::size_t octets)
    : before_(::open("/proc/thread-self/ns/mnt", O_RDONLY | O_CLOEXEC)),
      working_folder_(::open(".", O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (!before_.is_open() || !working_folder_.is_open() || !part_from_others() ||
        !mount_at(folder_.path(), octets)) {
        throw std::runtime_error("no file system of the test's own");
    }
}

SmallDisk::~SmallDisk() {
    (void)::umount2(folder_.path().c_str(), MNT_DETACH);  // else the folder could not be removed
    (void)::setns(before_.get(), CLONE_NEWNS);            // what was open at the start
    (void)::fchdir(working_folder_.get());                // which that changed
}

void SmallDisk::fill() const {
    const auto path = path_of(ballast);
    const FileDescriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR));
    const std::string page(4096, 'x');
    while (::write(file.get(), page.data(), page.size()) > 0) {
    }
    if (errno != ENOSPC) {
        throw std::runtime_error("the disk of the test cannot be filled");
    }
}

void SmallDisk::make_room() const {
    if (::unlink(path_of(ballast).c_str()) != 0) {
        throw std::runtime_error("the disk of the test is not full");
    }
}

}  // namespace msa::wire
