// Something that a thread of its own does time and again.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace msa {

class Repeated {
public:
    /// At once, and then that long after it was done. It must not throw.
    Repeated(std::chrono::milliseconds interval, std::function<void()> action);
    Repeated(const Repeated&) = delete;
    Repeated& operator=(const Repeated&) = delete;
    /// Waits for what is being done.
    ~Repeated();

    /// Not again; returns at once.
    void end();

private:
    void run();
    [[nodiscard]] bool is_over_after_interval();

    std::chrono::milliseconds interval_;
    std::function<void()> action_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_over_ = false;
    std::thread thread_;  // the last member: it uses all others
};

}  // namespace msa
