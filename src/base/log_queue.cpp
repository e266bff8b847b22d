// Lines on their way to the log, see log_queue.h.
#include "base/log_queue.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

namespace msa {

namespace {

constexpr std::chrono::milliseconds patience_at_end{1000};
constexpr std::size_t octets_beside_text = 64;  // of a line in memory

}  // namespace

struct LogQueue::State {
    using Lines = std::deque<std::pair<LogLevel, std::string>>;

    Writer write;
    std::size_t most_octets;
    std::mutex mutex{};
    std::condition_variable changed{};  // for the thread
    std::condition_variable written{};  // for those who wait for it
    Lines lines{};
    std::size_t octets = 0;
    std::size_t lost = 0;
    bool is_writing = false;
    bool is_ending = false;

    [[nodiscard]] bool is_idle() const { return lines.empty() && lost == 0 && !is_writing; }
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
    is_idle ? thread_.join() : thread_.detach();
}

void LogQueue::add(LogLevel level, std::string line) noexcept {
    const std::lock_guard lock(state_->mutex);
    const std::size_t octets = line.size() + octets_beside_text;
    if (state_->lost != 0 || state_->octets + octets > state_->most_octets) {
        ++state_->lost;
    } else {
        try {
            state_->lines.emplace_back(level, std::move(line));
            state_->octets += octets;
        } catch (const std::bad_alloc&) {
            ++state_->lost;
        }
    }
    state_->changed.notify_one();  // of what is lost, too
}

void LogQueue::flush(std::chrono::milliseconds patience) noexcept {
    std::unique_lock lock(state_->mutex);
    (void)state_->written.wait_for(lock, patience, [this] { return state_->is_idle(); });
}

void LogQueue::run(State& state) {
    std::unique_lock lock(state.mutex);
    for (;;) {
        state.changed.wait(lock, [&] { return !state.is_idle() || state.is_ending; });
        if (state.is_idle()) {
            return;
        }
        const State::Lines lines = std::exchange(state.lines, {});
        const std::size_t lost = std::exchange(state.lost, 0);
        state.octets = 0;
        state.is_writing = true;
        lock.unlock();
        for (const auto& [level, line] : lines) {
            state.write(level, line);
        }
        if (lost != 0) {
            state.write(LogLevel::warning, LogLine("log").add("lost", lost).text());
        }
        lock.lock();
        state.is_writing = false;
        state.written.notify_all();
    }
}

}  // namespace msa
