// A relay to a unix socket that can fall silent, as a peer that is gone without a word: what was
// connected stays connected, takes what is sent, and says nothing any more.
#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace msa::wire {

class SilentRelay {
public:
    /// On a port of loopback.
    explicit SilentRelay(std::string socket);
    SilentRelay(const SilentRelay&) = delete;
    SilentRelay& operator=(const SilentRelay&) = delete;
    ~SilentRelay();

    [[nodiscard]] std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
    /// Of all that is connected now; further connections are relayed.
    void fall_silent() { ++silences_; }
    /// The same, and of all that come until speak().
    void stay_silent() {
        is_deaf_ = true;
        fall_silent();
    }
    void speak() { is_deaf_ = false; }

private:
    void serve(int listener) const;

    std::string socket_;
    int port_;
    std::atomic<int> silences_{0};
    std::atomic<bool> is_deaf_{false};
    std::atomic<bool> ends_{false};
    std::thread thread_;
};

}  // namespace msa::wire
