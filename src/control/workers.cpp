#include "control/workers.h"

#include <system_error>
#include <utility>

namespace msa {

Workers::Workers(std::size_t count) {
    try {
        while (threads_.size() < count) {
            threads_.emplace_back([this] { work(); });
        }
    } catch (const std::system_error&) {
        end();
        throw;
    }
}

Workers::~Workers() {
    end();
}

void Workers::end() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) {
        thread.join();
    }
}

void Workers::add(std::function<void()> job) {
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    changed_.notify_one();
}

void Workers::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return is_over_ || !jobs_.empty(); });
        if (is_over_) {
            return;
        }
        const auto job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace msa
