// Tells the service manager, time and again, that the MTA would be answered; as soon as it would
// not, nothing more is told, and the service manager starts the daemon afresh.
#pragma once

#include "base/log.h"
#include "base/repeated.h"
#include "system/service_manager.h"

#include <optional>
#include <string>

namespace msa {

class Watchdog {
public:
    /// Nothing where nobody watches. `manager` and `log` must outlive this.
    Watchdog(const ServiceManager& manager, std::string socket, Log& log);

    /// Tells nothing more, at once: the daemon ends.
    void end();

private:
    void feed(std::chrono::milliseconds interval);

    const ServiceManager& manager_;
    std::string socket_;
    Log& log_;
    std::optional<Repeated> feeding_;  // the last member: its thread uses all others
};

}  // namespace msa
