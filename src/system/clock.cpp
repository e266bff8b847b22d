// The time, see clock.h.
#include "system/clock.h"

#include <ctime>

namespace msa {

Moment SystemClock::now() const {
    using std::chrono::system_clock;
    Moment moment{.time = system_clock::now()};
    const std::time_t seconds = system_clock::to_time_t(moment.time);
    std::tm local{};
    // A year that does not fit into tm leaves UTC.
    if (::localtime_r(&seconds, &local) != nullptr) {
        moment.utc_offset = std::chrono::minutes(local.tm_gmtoff / 60);
    }
    return moment;
}

}  // namespace msa
