// Whether a server that failed is left alone for a while, so that mail does not wait for it each
// time.
#pragma once

#include <atomic>

namespace msa {

class Breaker {
public:
    [[nodiscard]] bool is_open() const noexcept { return is_open_; }
    /// True: it is open from now on.
    bool note_failure() noexcept {
        constexpr int most_failures = 3;  // one after the other
        return ++failures_ >= most_failures && !is_open_.exchange(true);
    }
    /// True: it was open until now.
    bool note_success() noexcept {
        failures_ = 0;
        return is_open_.exchange(false);
    }

private:
    std::atomic<int> failures_ = 0;
    std::atomic<bool> is_open_ = false;
};

}  // namespace msa
