// What the service manager, as a rule systemd, is told of this process: the datagrams of
// sd_notify(3), without its library.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace msa {

class ServiceManager {
public:
    /// Whom NOTIFY_SOCKET names, and how often WATCHDOG_USEC wants to hear of us; both are taken
    /// out of the environment, so that no child speaks in our name. Neither is there: nobody is
    /// told anything. To be asked once, while there is one thread.
    [[nodiscard]] static ServiceManager of_environment();

    /// From now on the MTA is answered.
    void ready(std::string_view status) const noexcept;
    /// The rules are read again, until ready() comes. The status may say that the old ones stay.
    void reloading() const noexcept;
    void stopping() const noexcept;
    /// Fed to the watchdog.
    void alive() const noexcept;

    /// Without alive() for so long we are killed; zero: nobody watches.
    [[nodiscard]] std::chrono::microseconds watchdog() const { return watchdog_; }

private:
    /// Lost where nobody takes it: the daemon serves all the same.
    void tell(std::string_view lines) const noexcept;

    std::string socket_;  // path, or `@` and an abstract name; empty: nobody
    std::chrono::microseconds watchdog_{0};
};

}  // namespace msa
