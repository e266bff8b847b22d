#include "commands/progress_bar.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include <unistd.h>

namespace msa {
namespace {

class ProgressBar {
public:
    ProgressBar() = default;
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;
    ~ProgressBar() {
        if (is_shown_) {
            std::cerr << "\r\x1b[K" << std::flush;
        }
    }

    void show(std::uint64_t done, std::uint64_t all) {
        const auto now = std::chrono::steady_clock::now();
        if (!is_terminal_ || now < next_) {
            return;
        }
        constexpr std::chrono::milliseconds pace(100);
        constexpr std::uint64_t width = 40;
        next_ = now + pace;
        is_shown_ = true;
        const auto part = all == 0 ? 0 : std::min(done, all) * width / all;
        std::cerr << "\r[" << std::string(part, '#') << std::string(width - part, ' ') << "] "
                  << (all == 0 ? 0 : std::min(done, all) * 100 / all) << " %" << std::flush;
    }

private:
    bool is_terminal_ = ::isatty(STDERR_FILENO) == 1;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point next_ =
        std::chrono::steady_clock::now() + std::chrono::seconds(1);
};

}  // namespace

std::function<void(std::uint64_t done, std::uint64_t all)> progress_bar() {
    auto bar = std::make_shared<ProgressBar>();
    return [bar](std::uint64_t done, std::uint64_t all) { bar->show(done, all); };
}

}  // namespace msa
