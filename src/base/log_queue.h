// Lines on their way to a log that may not take them: whoever logs never waits for it.
#pragma once

#include "base/log.h"

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <thread>

namespace msa {

class LogQueue {
public:
    struct Line {
        LogLevel level;
        std::string text;
    };

    /// May wait for as long as it likes; called by one thread only, with the lines that came since
    /// it was called last: at busy times those of a few milliseconds.
    using Writer = std::function<void(std::span<const Line>)>;

    /// Throws where no thread is to be had.
    explicit LogQueue(Writer write, std::size_t most_octets = std::size_t{4} * 1024 * 1024);
    LogQueue(const LogQueue&) = delete;
    LogQueue& operator=(const LogQueue&) = delete;
    /// Waits a second for what is not written yet. A writer that does not come back is left alone.
    ~LogQueue();

    /// What does not fit is lost, and counted: behind the lines that were there before, a line says
    /// how many.
    void add(LogLevel level, std::string text) noexcept;

    /// Waits until all is written, or the time is up.
    void flush(std::chrono::milliseconds patience) noexcept;

private:
    struct State;

    static void run(State& state);

    std::shared_ptr<State> state_;  // the thread's too, which may outlive us
    std::thread thread_;
};

}  // namespace msa
