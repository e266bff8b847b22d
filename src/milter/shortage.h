// Something the system has none left of, said in one line a minute however often it is met.
#pragma once

#include "base/log.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace msa {

class Shortage {
public:
    using Say = std::function<void(const LogLine&)>;

    /// `event` names the lines, `say` writes them.
    Shortage(std::string event, Say say);
    Shortage(const Shortage&) = delete;
    Shortage& operator=(const Shortage&) = delete;

    /// Met once more. Any thread may, at any time.
    void meet(std::string_view error) noexcept;

private:
    using Clock = std::chrono::steady_clock;

    const std::string event_;
    const Say say_;
    std::atomic<Clock::rep> said_ = 0;      // when; 0: never
    std::atomic<std::uint64_t> times_ = 0;  // since then
};

}  // namespace msa
