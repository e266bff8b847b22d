// A value that can only be reached while its mutex is held.
#pragma once

#include <mutex>
#include <utility>

namespace msa {

template <class T>
class Guarded {
public:
    Guarded() = default;
    explicit Guarded(T value) : value_(std::move(value)) {}

    /// Calls `use` with the value while the mutex is held and returns what it returns.
    template <class F>
    auto with(F&& use) {
        const std::lock_guard lock(mutex_);
        return std::forward<F>(use)(value_);
    }
    template <class F>
    auto with(F&& use) const {
        const std::lock_guard lock(mutex_);
        return std::forward<F>(use)(value_);
    }

private:
    mutable std::mutex mutex_;
    T value_{};
};

}  // namespace msa
