// The threads of the event loop. As many of them work as there are processors; for one that has to
// wait (base/waiting.h) another one steps in, so that whatever must wait holds nobody up who need
// not. Threads that are not needed any more stay for a while, and end; when the last of them does,
// what the peak took goes back to the system.
#pragma once

#include "base/waiting.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string_view>
#include <vector>

namespace msa {

class Crew : public Employer {
public:
    /// `turn` is what the threads do again and again, several of them at once: it waits for
    /// something to do and does it. It must come back when the crew is told to stop. `want_thread`
    /// hears the error where none is to be had to stand in for one that waits; the others go on.
    Crew(
        unsigned workers, std::function<void()> turn,
        std::function<void(std::string_view)> want_thread = [](std::string_view) {});
    Crew(const Crew&) = delete;
    Crew& operator=(const Crew&) = delete;

    /// Throws std::system_error where not one thread is to be had.
    void start();

    /// No turn begins any more. False: after that time one still goes on; then this and what turns
    /// use must not be destroyed.
    [[nodiscard]] bool stop(std::chrono::milliseconds patience);

    void begin_waiting() noexcept override;
    void end_waiting() noexcept override;

private:
    using Lock = std::unique_lock<std::mutex>;

    /// A thread that waits to be called.
    struct Spare {
        std::condition_variable called{};
        bool is_called = false;
    };

    void add_thread();  // throws std::system_error
    void work();
    [[nodiscard]] bool is_surplus() const { return working_ > workers_; }
    [[nodiscard]] bool stays();
    [[nodiscard]] bool is_last_spare();

    const int workers_;
    const std::function<void()> turn_;
    const std::function<void(std::string_view)> want_thread_;
    std::atomic<int> working_ = 0;  // threads that are in a turn, or about to be, and do not wait
    std::atomic<bool> is_stopping_ = false;

    std::mutex mutex_;  // of what follows, and of changes to working_
    std::condition_variable ended_;
    std::vector<Spare*> spares_;  // the last worked last: it is called first, so that others end
    int threads_ = 0;             // all of them
};

}  // namespace msa
