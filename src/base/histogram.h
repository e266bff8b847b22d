// How often values were how large. Adding takes no lock and no memory.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace msa {

class Histogram {
public:
    static constexpr std::size_t most_ends = 15;

    /// `ends`: the largest value of each bucket, ascending, at most `most_ends` of them; a bucket
    /// without an end comes behind them. What they are in must outlive this.
    explicit Histogram(std::span<const std::uint64_t> ends) : ends_(ends) {}

    void add(std::uint64_t value) noexcept;

    struct Reading {
        std::span<const std::uint64_t> ends;
        std::vector<std::uint64_t> at_most;  // how many were not above each end
        std::uint64_t count = 0;             // of all
        std::uint64_t sum = 0;               // of all values

        /// Of one with the same ends.
        Reading& operator+=(const Reading& other);
    };
    /// While others add, the sum may be of some values more or less than the count.
    [[nodiscard]] Reading reading() const;

private:
    std::span<const std::uint64_t> ends_;
    std::array<std::atomic<std::uint64_t>, most_ends + 1> counts_{};
    std::atomic<std::uint64_t> sum_ = 0;
};

/// Of durations, in nanoseconds: 10 microseconds to 10 seconds.
inline constexpr std::array<std::uint64_t, 13> duration_ends{
    10'000,     50'000,      100'000,     500'000,       1'000'000,     5'000'000,     10'000'000,
    50'000'000, 100'000'000, 500'000'000, 1'000'000'000, 5'000'000'000, 10'000'000'000};

/// Of messages, in octets: 1 KiB to 64 MiB.
inline constexpr std::array<std::uint64_t, 9> size_ends{1U << 10U, 1U << 12U, 1U << 14U,
                                                        1U << 16U, 1U << 18U, 1U << 20U,
                                                        1U << 22U, 1U << 24U, 1U << 26U};

/// Adds the time for which it lives.
class Stopwatch {
public:
    explicit Stopwatch(Histogram& times) : times_(times) {}
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;
    ~Stopwatch() {
        times_.add(static_cast<std::uint64_t>(
            std::chrono::nanoseconds(std::chrono::steady_clock::now() - begun_).count()));
    }

private:
    Histogram& times_;
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace msa
