// Threads of the event loop, see crew.h.
#include "milter/native/crew.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

#include <malloc.h>

namespace msa {

namespace {

// Beyond so many, whoever waits has no stand-in: memory is bounded, at 40 KB or so for each.
constexpr int most_threads = 2048;

// How long a spare waits to be called.
constexpr std::chrono::seconds spare_patience{10};

}  // namespace

Crew::Crew(unsigned workers, std::function<void()> turn,
           std::function<void(std::string_view)> want_thread)
    : workers_(std::max(1, static_cast<int>(workers))),
      turn_(std::move(turn)),
      want_thread_(std::move(want_thread)) {
    spares_.reserve(most_threads);  // to become one must not fail
}

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
    if (is_last_spare()) {
        (void)::malloc_trim(0);
    }
    // Within the lock: once it is let go, this may be destroyed.
    const Lock lock(mutex_);
    --threads_;
    ended_.notify_all();
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
    Spare spare;
    spares_.push_back(&spare);
    (void)spare.called.wait_for(lock, spare_patience,
                                [&] { return spare.is_called || is_stopping_; });
    if (!spare.is_called) {
        std::erase(spares_, &spare);
    }
    return spare.is_called && !is_stopping_;
}

/// Whether a peak is over: nobody waits to be called.
bool Crew::is_last_spare() {
    const Lock lock(mutex_);
    return spares_.empty() && !is_stopping_;
}

void Crew::begin_waiting() noexcept {
    const Lock lock(mutex_);
    --working_;
    if (working_ >= workers_ || is_stopping_) {
        return;
    }
    if (!spares_.empty()) {
        Spare& spare = *spares_.back();
        spares_.pop_back();
        spare.is_called = true;
        ++working_;
        spare.called.notify_one();  // it is there until the lock is let go
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
    for (Spare* spare : spares_) {
        spare->called.notify_one();
    }
    return ended_.wait_for(lock, patience, [this] { return threads_ == 0; });
}

}  // namespace msa
