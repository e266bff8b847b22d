// Threads of the event loop, see crew.h.
#include "milter/native/crew.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace msa {

namespace {

// Beyond so many, whoever waits has no stand-in: memory is bounded, at 20 KB or so for each.
constexpr int most_threads = 2048;

// How long a spare waits to be called.
constexpr std::chrono::seconds spare_patience{10};

}  // namespace

Crew::Crew(unsigned workers, std::function<void()> turn,
           std::function<void(std::string_view)> want_thread)
    : workers_(std::max(1, static_cast<int>(workers))),
      turn_(std::move(turn)),
      want_thread_(std::move(want_thread)) {}

void Crew::start() {
    const Lock lock(mutex_);
    add_thread();
    // From now on one works, and this must not be destroyed: others that are not to be had are done
    // without.
    try {
        while (threads_ < workers_) {
            add_thread();
        }
    } catch (const std::system_error& error) {
        want_thread_(error.what());
    }
}

void Crew::add_thread() {
    std::thread([this] { work(); }).detach();
    ++threads_;
    ++working_;
}

void Crew::work() {
    work_for(this);
    while (stays()) {
        turn_();
    }
    // Within the lock: once it is let go, this may be destroyed.
    const Lock lock(mutex_);
    --threads_;
    changed_.notify_all();
}

/// Whether there is a turn for this thread. Who is one too many waits to be called.
bool Crew::stays() {
    if (is_stopping_) {
        return false;
    }
    if (!is_surplus()) {
        return true;
    }
    Lock lock(mutex_);
    if (!is_surplus()) {
        return !is_stopping_;
    }
    --working_;
    ++spares_;
    const auto is_called = [this] { return called_ > 0 || is_stopping_; };
    const bool heard = changed_.wait_for(lock, spare_patience, is_called);
    --spares_;
    if (!heard || is_stopping_) {
        return false;
    }
    --called_;
    return true;
}

void Crew::begin_waiting() noexcept {
    const Lock lock(mutex_);
    --working_;
    if (working_ >= workers_ || is_stopping_) {
        return;
    }
    if (spares_ > called_) {
        ++called_;
        ++working_;
        changed_.notify_one();
    } else if (threads_ < most_threads) {
        try {
            add_thread();
        } catch (const std::system_error& error) {
            want_thread_(error.what());
        }
    }
}

void Crew::end_waiting() noexcept {
    const Lock lock(mutex_);
    ++working_;
}

bool Crew::stop(std::chrono::milliseconds patience) {
    Lock lock(mutex_);
    is_stopping_ = true;
    changed_.notify_all();
    return changed_.wait_for(lock, patience, [this] { return threads_ == 0; });
}

}  // namespace msa
