#include "commands/watchdog.h"

#include "milter/self_probe.h"

#include <algorithm>
#include <utility>

namespace msa {

using std::chrono::milliseconds;

Watchdog::Watchdog(const ServiceManager& manager, std::string socket, Log& log)
    : manager_(manager), socket_(std::move(socket)), log_(log) {
    if (manager.watchdog().count() > 0) {
        // sd_watchdog_enabled(3) advises half of it; a third leaves time for the probe.
        const auto third = std::max(
            std::chrono::duration_cast<milliseconds>(manager.watchdog() / 3), milliseconds(1));
        feeding_.emplace(third, [this, third] { feed(third); });
    }
}

void Watchdog::end() {
    if (feeding_) {
        feeding_->end();
    }
}

void Watchdog::feed(milliseconds interval) {
    if (const auto answered = probe(socket_, interval)) {
        manager_.alive();
    } else {
        log_.warning(LogLine("watchdog").add("error", answered.error().what));
    }
}

}  // namespace msa
