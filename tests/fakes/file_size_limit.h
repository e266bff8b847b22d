// A disk that takes no more: files of this process end at a size, and a write beyond it fails as on
// a full disk, part of it done.
#pragma once

#include <csignal>

#include <sys/resource.h>

namespace msa {

class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t octets) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        (void)::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{.rlim_cur = octets, .rlim_max = before_.rlim_max};
        (void)::setrlimit(RLIMIT_FSIZE, &limit);  // below what root allows, it cannot fail
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        (void)::setrlimit(RLIMIT_FSIZE, &before_);
        (void)std::signal(SIGXFSZ, handler_);
    }

private:
    using Handler = void (*)(int);
    Handler handler_;
    rlimit before_{};
};

}  // namespace msa
