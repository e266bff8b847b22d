// Calls for checkpoints, see checkpoint_timer.h.
#include "audit/checkpoint_timer.h"

#include <chrono>
#include <utility>

namespace msa {

namespace {

// The rest of a second is for the disk.
constexpr std::chrono::milliseconds delay{800};

}  // namespace

CheckpointTimer::CheckpointTimer(std::function<bool()> make)
    : make_(std::move(make)), thread_([this] { run(); }) {}

CheckpointTimer::~CheckpointTimer() {
    {
        const std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void CheckpointTimer::tell_news() {
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(has_news_, true)) {
            return;
        }
    }
    changed_.notify_one();
}

void CheckpointTimer::run() {
    std::unique_lock lock(mutex_);
    while (!is_ending_) {
        changed_.wait(lock, [this] { return has_news_ || is_ending_; });
        if (changed_.wait_for(lock, delay, [this] { return is_ending_; })) {
            return;
        }
        has_news_ = false;
        lock.unlock();
        const bool done = make_();
        lock.lock();
        has_news_ = has_news_ || !done;
    }
}

}  // namespace msa
