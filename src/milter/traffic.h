// How many sessions there were and are. Read by whoever is curious: nobody waits for it.
#pragma once

#include <atomic>
#include <cstdint>

namespace msa {

class Traffic {
public:
    void begin_session() {
        begun_.fetch_add(1, std::memory_order_relaxed);
        open_.fetch_add(1, std::memory_order_relaxed);
    }
    void end_session() { open_.fetch_sub(1, std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t begun() const { return begun_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t open() const { return open_.load(std::memory_order_relaxed); }

private:
    std::atomic<std::uint64_t> begun_ = 0;
    std::atomic<std::uint64_t> open_ = 0;
};

}  // namespace msa
