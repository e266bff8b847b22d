// How many sessions there were and are. Read by whoever is curious: nobody waits for it.
#pragma once

#include "base/guarded.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace msa {

class Traffic {
public:
    /// `listener`: as the MTA's own settings name it.
    void begin_session(const std::string& listener) {
        begun_.fetch_add(1, std::memory_order_relaxed);
        open_.fetch_add(1, std::memory_order_relaxed);
        by_listener_.with([&listener](ByListener& counts) {
            const bool is_known = counts.size() < most_listeners || counts.contains(listener);
            ++counts[is_known ? listener : "other"];
        });
    }
    void end_session() { open_.fetch_sub(1, std::memory_order_relaxed); }

    using ByListener = std::map<std::string, std::uint64_t>;
    /// Those behind the first 64 are `other`.
    [[nodiscard]] ByListener begun_by_listener() const {
        return by_listener_.with([](const ByListener& counts) { return counts; });
    }
    [[nodiscard]] std::uint64_t begun() const { return begun_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t open() const { return open_.load(std::memory_order_relaxed); }

private:
    static constexpr std::size_t most_listeners = 64;

    Guarded<ByListener> by_listener_;
    std::atomic<std::uint64_t> begun_ = 0;
    std::atomic<std::uint64_t> open_ = 0;
};

}  // namespace msa
