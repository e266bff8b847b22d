// Answers of SPF that still hold.
#pragma once

#include "submission/dns.h"
#include "submission/spf.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

namespace msa {

class SpfCache {
public:
    using Instant = std::chrono::steady_clock::time_point;

    explicit SpfCache(std::size_t capacity = 4096) : capacity_(capacity) {}

    [[nodiscard]] std::optional<SpfAnswer> find(const std::string& key, Instant now) const;
    /// Kept for `ttl`, an hour at most; not at all where `ttl` is 0. Where there is no room, what
    /// holds no more makes room; where that is not enough, everything does.
    void put(const std::string& key, const SpfAnswer& answer, std::chrono::seconds ttl,
             Instant now);
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        SpfAnswer answer;
        Instant until;
    };
    std::size_t capacity_;
    std::unordered_map<std::string, Entry> entries_;
};

}  // namespace msa
