// A few threads that do what is asked for, in the order of asking.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace msa {

class Workers {
public:
    /// Throws std::system_error where no threads are to be had.
    explicit Workers(std::size_t count);
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    /// Waits for jobs that were begun; the others are never done.
    ~Workers();

    /// A job must not throw.
    void add(std::function<void()> job);

private:
    void work();
    void end();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> jobs_;
    bool is_over_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace msa
