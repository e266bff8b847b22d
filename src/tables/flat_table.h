// Keys with their values in one piece of memory, found by hashing: two arrays and one string,
// whatever the number of entries, and nothing to free one by one.
#pragma once

#include "policy/ports.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// Filled, sealed, then shared and only read.
class FlatTable final : public Table {
public:
    /// Two entries with one key, each by the origin it was added with.
    struct Clash {
        std::uint32_t first = 0;
        std::uint32_t second = 0;
    };

    /// `max_octets`: of all texts together; offsets have 32 bits.
    explicit FlatTable(std::size_t max_octets = UINT32_MAX) : max_octets_(max_octets) {}

    /// Neither key nor values may hold NUL. `origin` is what clashes are reported by: a line or an
    /// index. Error: the table is full.
    [[nodiscard]] Result<void> add(std::string_view key,
                                   const std::vector<std::string_view>& values,
                                   std::uint32_t origin);

    /// Ends filling; look-ups are allowed from now on. Of entries with one key only the first is
    /// found.
    [[nodiscard]] std::vector<Clash> seal();

    /// How an origin reads to people.
    void name_places(std::function<std::string(std::uint32_t origin)> place) {
        place_ = std::move(place);
    }

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] std::string where(std::string_view key) const override;
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override;
    [[nodiscard]] std::size_t size() const { return entries_.size(); }

private:
    struct Entry {
        std::uint32_t begin = 0;   // of the key, which ends with NUL
        std::uint32_t values = 0;  // each ends with NUL
        std::uint32_t end = 0;
        std::uint32_t origin = 0;
    };
    /// One place in the hash table; at most half of them are taken.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = 0;  // of the entry, from 1; 0: free
    };

    [[nodiscard]] std::string_view key_of(const Entry& entry) const;
    [[nodiscard]] std::vector<std::string> values_of(const Entry& entry) const;
    /// Where the key is, or the free slot where it belongs.
    [[nodiscard]] std::size_t position_of(std::string_view key, std::uint32_t hash) const;

    std::size_t max_octets_;
    std::function<std::string(std::uint32_t)> place_;
    std::string texts_;
    std::vector<Entry> entries_;
    std::vector<Slot> slots_;  // a power of two of them, once sealed
};

}  // namespace msa
