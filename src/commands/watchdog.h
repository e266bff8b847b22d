// Tells the service manager, time and again, that the MTA would be answered; as soon as it would
// not, nothing more is told, and the service manager starts the daemon afresh.
#pragma once

#include "base/log.h"
#include "system/service_manager.h"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace msa {

class Watchdog {
public:
    /// Nothing where nobody watches. `manager` and `log` must outlive this.
    Watchdog(const ServiceManager& manager, std::string socket, Log& log);
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;
    ~Watchdog();

    /// Tells nothing more, at once: the daemon ends.
    void end();

private:
    void feed(std::chrono::milliseconds interval);
    [[nodiscard]] bool is_over_after(std::chrono::milliseconds interval);

    const ServiceManager& manager_;
    std::string socket_;
    Log& log_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace msa
