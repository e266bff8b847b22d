// A disk that is full, for the files of this process.
#pragma once

#include <csignal>

#include <sys/resource.h>

namespace msa {

/// No file of this process grows beyond `octets`, as on a full disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t octets) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        (void)::getrlimit(RLIMIT_FSIZE, &old_limit_);
        const rlimit limit{.rlim_cur = octets, .rlim_max = old_limit_.rlim_max};
        (void)::setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    FullDisk(FullDisk&&) = delete;
    FullDisk& operator=(FullDisk&&) = delete;
    ~FullDisk() {
        (void)::setrlimit(RLIMIT_FSIZE, &old_limit_);
        (void)std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_limit_{};
    void (*old_handler_)(int);
};

}  // namespace msa
