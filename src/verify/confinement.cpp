// seccomp, resource limits and users, see confinement.h.
#include "verify/confinement.h"

#include "base/file.h"

#include <array>
#include <cerrno>
#include <memory>
#include <utility>

#include <grp.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr rlim_t megabyte = 1024UL * 1024;
constexpr uid_t nobody = 65534;  // of every Debian (base-passwd)

struct ReleaseFilter {
    void operator()(void* filter) const { seccomp_release(filter); }
};

Error cannot(const char* what, int code) {
    return {file_error(std::string("this process cannot be confined: ") + what, code).what,
            ErrorKind::unavailable};
}

Result<void> give_up_root() {
    if (::geteuid() != 0) {
        return {};
    }
    if (::setgroups(0, nullptr) != 0 || ::setgid(nobody) != 0 || ::setuid(nobody) != 0) {
        return cannot("user", errno);
    }
    return {};
}

Result<void> limit_resources() {
    constexpr rlim_t seconds = 10;
    constexpr rlim_t memory = is_built_with_sanitizer ? RLIM_INFINITY : 512 * megabyte;
    constexpr std::array<std::pair<__rlimit_resource_t, rlim_t>, 4> limits{
        {{RLIMIT_CPU, seconds}, {RLIMIT_AS, memory}, {RLIMIT_FSIZE, megabyte}, {RLIMIT_CORE, 0}}};
    for (const auto& [resource, most] : limits) {
        const rlimit limit{.rlim_cur = most, .rlim_max = most};
        if (::setrlimit(resource, &limit) != 0) {
            return cannot("limits", errno);
        }
    }
    return {};
}

/// The calls of a program that reads, allocates, computes, writes and ends.
constexpr std::array allowed_calls{
    SCMP_SYS(read),          SCMP_SYS(write),  SCMP_SYS(writev),       SCMP_SYS(brk),
    SCMP_SYS(mmap),          SCMP_SYS(munmap), SCMP_SYS(mremap),       SCMP_SYS(mprotect),
    SCMP_SYS(madvise),       SCMP_SYS(futex),  SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(getrandom),     SCMP_SYS(fstat),  SCMP_SYS(newfstatat),   SCMP_SYS(lseek),
    SCMP_SYS(clock_gettime), SCMP_SYS(close),  SCMP_SYS(time),         SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),        SCMP_SYS(uname),  SCMP_SYS(exit_group),   SCMP_SYS(exit)};

/// Libraries look for files of settings where they can do without: these calls fail, and that is
/// all.
constexpr std::array refused_calls{SCMP_SYS(open), SCMP_SYS(openat),   SCMP_SYS(access),
                                   SCMP_SYS(stat), SCMP_SYS(readlink), SCMP_SYS(ioctl)};

Result<void> filter_calls() {
    const std::unique_ptr<void, ReleaseFilter> filter(seccomp_init(SCMP_ACT_KILL_PROCESS));
    if (filter == nullptr) {
        return cannot("seccomp", ENOMEM);
    }
    int failed = 0;
    for (const int call : allowed_calls) {
        failed = failed != 0 ? failed : seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0);
    }
    for (const int call : refused_calls) {
        failed =
            failed != 0 ? failed : seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EACCES), call, 0);
    }
    failed = failed != 0 ? failed : seccomp_load(filter.get());
    return failed == 0 ? Result<void>() : cannot("seccomp", -failed);
}

}  // namespace

Result<void> confine() {
    if (auto given = give_up_root(); !given) {
        return given;
    }
    if (auto limited = limit_resources(); !limited) {
        return limited;
    }
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) {
        return cannot("privileges", errno);
    }
    return is_built_with_sanitizer ? Result<void>() : filter_calls();
}

}  // namespace msa
