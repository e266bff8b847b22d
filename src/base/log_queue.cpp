// Lines on their way to the log, see log_queue.h.
#include "base/log_queue.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

namespace msa {

namespace {

constexpr std::chrono::milliseconds patience_at_end{1000};
constexpr std::size_t octets_beside_text = 64;  // of a line in memory

// To be woken for each line would cost those who log more than the line itself.
constexpr std::chrono::milliseconds rest{5};

}  // namespace

struct LogQueue::State {
    Writer write;
    std::size_t most_octets;
    std::mutex mutex{};
    std::condition_variable changed{};  // for the thread
    std::condition_variable hurried{};  // for the thread that rests
    std::condition_variable written{};  // for those who wait for it
    std::vector<Line> lines{};
    std::size_t octets = 0;
    std::size_t lost = 0;
    int waiting = 0;  // for what is not written yet
    bool is_writing = false;
    bool is_ending = false;

    [[nodiscard]] bool is_idle() const { return lines.empty() && lost == 0 && !is_writing; }
    [[nodiscard]] bool is_urgent() const {
        return is_ending || waiting > 0 || lost != 0 || octets > most_octets / 2;
    }
};

LogQueue::LogQueue(Writer write, std::size_t most_octets)
    : state_(new State{.write = std::move(write), .most_octets = most_octets}),
      thread_([state = state_] { run(*state); }) {}

LogQueue::~LogQueue() {
    flush(patience_at_end);
    bool is_idle = false;
    {
        const std::lock_guard lock(state_->mutex);
        state_->is_ending = true;
        is_idle = state_->is_idle();
    }
    state_->changed.notify_one();
    state_->hurried.notify_one();
    is_idle ? thread_.join() : thread_.detach();
}

void LogQueue::add(LogLevel level, std::string text) noexcept {
    const std::lock_guard lock(state_->mutex);
    const std::size_t octets = text.size() + octets_beside_text;
    if (state_->lost != 0 || state_->octets + octets > state_->most_octets) {
        ++state_->lost;
    } else {
        try {
            state_->lines.push_back({.level = level, .text = std::move(text)});
            state_->octets += octets;
        } catch (const std::bad_alloc&) {
            ++state_->lost;
        }
    }
    state_->changed.notify_one();  // of what is lost, too
    if (state_->is_urgent()) {
        state_->hurried.notify_one();
    }
}

void LogQueue::flush(std::chrono::milliseconds patience) noexcept {
    std::unique_lock lock(state_->mutex);
    ++state_->waiting;
    state_->hurried.notify_one();
    (void)state_->written.wait_for(lock, patience, [this] { return state_->is_idle(); });
    --state_->waiting;
}

void LogQueue::run(State& state) {
    std::unique_lock lock(state.mutex);
    for (;;) {
        state.changed.wait(lock, [&] { return !state.is_idle() || state.is_ending; });
        if (state.is_idle()) {
            return;
        }
        const auto lines = std::exchange(state.lines, {});
        const std::size_t lost = std::exchange(state.lost, 0);
        state.octets = 0;
        state.is_writing = true;
        lock.unlock();
        if (!lines.empty()) {
            state.write(lines);
        }
        if (lost != 0) {
            const Line line{.level = LogLevel::warning,
                            .text = LogLine("log").add("lost", lost).text()};
            state.write({&line, 1});
        }
        lock.lock();
        state.is_writing = false;
        state.written.notify_all();
        (void)state.hurried.wait_for(lock, rest, [&] { return state.is_urgent(); });
    }
}

}  // namespace msa
