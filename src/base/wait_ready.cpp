#include "base/wait_ready.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>

#include <poll.h>

namespace msa {

Result<void> wait_ready(int descriptor, short events,
                        std::chrono::steady_clock::time_point deadline) {
    constexpr std::chrono::milliseconds longest{60000};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            return Error{"no answer in time"};
        }
        pollfd ready{descriptor, events, 0};
        const int count = ::poll(&ready, 1, static_cast<int>(std::min(left, longest).count()));
        if (count > 0) {
            return {};
        }
        if (count < 0 && errno != EINTR) {
            return Error{std::generic_category().message(errno)};
        }
    }
}

}  // namespace msa
