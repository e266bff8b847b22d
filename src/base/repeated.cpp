#include "base/repeated.h"

#include <utility>

namespace msa {

Repeated::Repeated(std::chrono::milliseconds interval, std::function<void()> action)
    : interval_(interval), action_(std::move(action)), thread_([this] { run(); }) {}

Repeated::~Repeated() {
    end();
    thread_.join();
}

void Repeated::end() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    ended_.notify_all();
}

void Repeated::run() {
    do {
        action_();
    } while (!is_over_after_interval());
}

bool Repeated::is_over_after_interval() {
    std::unique_lock lock(mutex_);
    return ended_.wait_for(lock, interval_, [this] { return is_over_; });
}

}  // namespace msa
