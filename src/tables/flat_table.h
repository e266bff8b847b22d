// Keys with their values in one piece of memory, found by hashing: two arrays, whatever the number
// of entries, and nothing to free one by one. A look-up in a large table costs two cache misses.
#pragma once

#include "submission/ports.h"
#include "tables/huge_pages.h"

#include <cstdint>
#include <functional>
#include <optional>
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

    /// `max_octets`: of all entries together; offsets have 32 bits.
    explicit FlatTable(std::size_t max_octets = UINT32_MAX) : max_octets_(max_octets) {}

    /// Makes room at once for so many entries whose texts have so many octets together, a NUL
    /// behind each counted.
    void reserve(std::size_t entries, std::size_t octets);

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
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    /// An entry as it lies in `entries_`: origin and size of what follows in 32 bits each, the key,
    /// the values; each text ends with NUL.
    struct Entry {
        std::uint32_t origin = 0;
        std::string_view key;
        std::string_view values;
        std::size_t end = 0;  // where the next one begins
    };
    /// One place in the hash table; no more than two of three are taken.
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t entry = 0;  // where it begins, and one more; 0: free
    };

    [[nodiscard]] Entry entry_at(std::size_t begin) const;
    [[nodiscard]] static std::vector<std::string> values_of(const Entry& entry);
    /// Where the key is, or the free slot where it belongs.
    [[nodiscard]] std::size_t position_of(std::string_view key, std::uint64_t hash) const;
    [[nodiscard]] std::optional<Entry> find(std::string_view key) const;

    std::size_t max_octets_;
    std::function<std::string(std::uint32_t)> place_;
    std::size_t size_ = 0;  // in entries
    std::vector<char, HugePageAllocator<char>> entries_;
    std::vector<Slot, HugePageAllocator<Slot>> slots_;  // filled when sealed
};

}  // namespace msa
