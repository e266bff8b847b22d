// Shortages, see shortage.h.
#include "milter/shortage.h"

#include <exception>
#include <utility>

namespace msa {

namespace {

constexpr std::chrono::minutes pause{1};

}  // namespace

Shortage::Shortage(std::string event, Say say) : event_(std::move(event)), say_(std::move(say)) {}

void Shortage::meet(std::string_view error) noexcept {
    ++times_;
    const Clock::rep now = Clock::now().time_since_epoch().count();
    Clock::rep said = said_;
    if ((said != 0 && Clock::duration(now - said) < pause) ||
        !said_.compare_exchange_strong(said, now)) {
        return;
    }
    try {
        say_(LogLine(event_).add("error", error).add("times", times_.exchange(0)));
    } catch (const std::exception&) {
        return;  // no memory for a line either; the next one says so
    }
}

}  // namespace msa
