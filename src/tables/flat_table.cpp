// Keys with their values in one piece of memory, see flat_table.h.
#include "tables/flat_table.h"

#include <functional>

namespace msa {

namespace {

std::uint32_t hash_of(std::string_view key) {
    const std::uint64_t hash = std::hash<std::string_view>()(key);
    return static_cast<std::uint32_t>(hash ^ (hash >> 32U));
}

}  // namespace

Result<void> FlatTable::add(std::string_view key, const std::vector<std::string_view>& values,
                            std::uint32_t origin) {
    std::size_t octets = key.size() + 1;
    for (const auto value : values) {
        octets += value.size() + 1;
    }
    if (octets > max_octets_ - texts_.size()) {
        return Error{"keys and values have more than " + std::to_string(max_octets_) + " octets",
                     ErrorKind::bad_config};
    }
    Entry entry;
    entry.begin = static_cast<std::uint32_t>(texts_.size());
    texts_.append(key).push_back('\0');
    entry.values = static_cast<std::uint32_t>(texts_.size());
    for (const auto value : values) {
        texts_.append(value).push_back('\0');
    }
    entry.end = static_cast<std::uint32_t>(texts_.size());
    entry.origin = origin;
    entries_.push_back(entry);
    return {};
}

std::string_view FlatTable::key_of(const Entry& entry) const {
    return std::string_view(texts_).substr(entry.begin, entry.values - entry.begin - 1);
}

std::size_t FlatTable::position_of(std::string_view key, std::uint32_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const auto& slot = slots_[at];
        if (slot.number == 0 || (slot.hash == hash && key_of(entries_[slot.number - 1]) == key)) {
            return at;
        }
    }
}

std::vector<FlatTable::Clash> FlatTable::seal() {
    texts_.shrink_to_fit();
    entries_.shrink_to_fit();
    std::size_t slots = 2;
    while (slots < 2 * entries_.size()) {
        slots *= 2;
    }
    slots_.assign(slots, {});
    std::vector<Clash> clashes;
    std::uint32_t number = 0;
    for (const auto& entry : entries_) {
        ++number;
        const auto key = key_of(entry);
        const auto hash = hash_of(key);
        auto& slot = slots_[position_of(key, hash)];
        if (slot.number == 0) {
            slot = {.hash = hash, .number = number};
        } else {
            clashes.push_back({.first = entries_[slot.number - 1].origin, .second = entry.origin});
        }
    }
    return clashes;
}

std::vector<std::string> FlatTable::values_of(const Entry& entry) const {
    std::vector<std::string> values;
    for (auto at = entry.values; at < entry.end;) {
        values.emplace_back(texts_.data() + at);
        at += static_cast<std::uint32_t>(values.back().size()) + 1;
    }
    return values;
}

Result<LookupAnswer> FlatTable::lookup(std::string_view key) const {
    const auto number = slots_[position_of(key, hash_of(key))].number;
    return number == 0 ? LookupAnswer()
                       : LookupAnswer{.found = true, .values = values_of(entries_[number - 1])};
}

std::string FlatTable::where(std::string_view key) const {
    const auto number = slots_[position_of(key, hash_of(key))].number;
    return number == 0 || !place_ ? std::string() : place_(entries_[number - 1].origin);
}

Result<void> FlatTable::each(const Visitor& visitor) const {
    for (const auto& entry : entries_) {
        visitor(key_of(entry), values_of(entry));
    }
    return {};
}

}  // namespace msa
