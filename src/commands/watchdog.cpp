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
        const auto third = std::chrono::duration_cast<milliseconds>(manager.watchdog() / 3);
        thread_ = std::thread([this, third] { feed(std::max(third, milliseconds(1))); });
    }
}

void Watchdog::end() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    ended_.notify_all();
}

Watchdog::~Watchdog() {
    end();
    if (thread_.joinable()) {
        thread_.join();
    }
}

void Watchdog::feed(milliseconds interval) {
    do {
        if (const auto answered = probe(socket_, interval)) {
            manager_.alive();
        } else {
            log_.warning(LogLine("watchdog").add("error", answered.error().what));
        }
    } while (!is_over_after(interval));
}

bool Watchdog::is_over_after(milliseconds interval) {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, interval, [this] { return is_over_; });
}

}  // namespace msa
