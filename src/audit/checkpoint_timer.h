// Calls for a checkpoint at most a second after the first news that no checkpoint covers.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace msa {

class CheckpointTimer {
public:
    /// `make` is called by a thread of its own, and again later where it says that it failed.
    explicit CheckpointTimer(std::function<bool()> make);
    CheckpointTimer(const CheckpointTimer&) = delete;
    CheckpointTimer& operator=(const CheckpointTimer&) = delete;
    /// Without a last call.
    ~CheckpointTimer();

    /// There are leaves that no checkpoint covers.
    void tell_news();

private:
    void run();

    std::function<bool()> make_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool has_news_ = false;
    bool is_ending_ = false;
    std::thread thread_;  // the last member: it uses all others
};

}  // namespace msa
