#include "rotation/clock_watch.h"

#include <ctime>

namespace msa {

ClockWatch::Reading ClockWatch::read() {
    timespec passed{};
    (void)::clock_gettime(CLOCK_BOOTTIME, &passed);  // fails for no clock that is there
    return {
        .shown = std::chrono::system_clock::now(),
        .passed = std::chrono::seconds(passed.tv_sec) + std::chrono::nanoseconds(passed.tv_nsec)};
}

bool ClockWatch::was_set_forward(const Reading& now) {
    constexpr std::chrono::hours tolerance{1};
    const bool was_set =
        last_ && (now.shown - last_->shown) - (now.passed - last_->passed) > tolerance;
    last_ = now;
    return was_set;
}

}  // namespace msa
