// Keys with their values in one piece of memory, see flat_table.h.
#include "tables/flat_table.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace msa {

namespace {

constexpr std::size_t head_size = 2 * sizeof(std::uint32_t);

std::uint64_t hash_of(std::string_view key) {
    return std::hash<std::string_view>()(key);
}

std::uint32_t number_at(const char* octets) {
    std::uint32_t number = 0;
    std::memcpy(&number, octets, sizeof number);
    return number;
}

void write_number(char* octets, std::uint32_t number) {
    std::memcpy(octets, &number, sizeof number);
}

}  // namespace

void FlatTable::reserve(std::size_t entries, std::size_t octets) {
    entries_.reserve(std::min(entries * head_size + octets, max_octets_));
}

Result<void> FlatTable::add(std::string_view key, const std::vector<std::string_view>& values,
                            std::uint32_t origin) {
    std::size_t octets = key.size() + 1;
    for (const auto value : values) {
        octets += value.size() + 1;
    }
    if (head_size + octets > max_octets_ - entries_.size()) {
        return Error{"keys and values have more than " + std::to_string(max_octets_) + " octets",
                     ErrorKind::bad_config};
    }
    const std::size_t at = entries_.size();
    entries_.resize(at + head_size + octets);  // what is not written is NUL
    write_number(entries_.data() + at, origin);
    write_number(entries_.data() + at + sizeof origin, static_cast<std::uint32_t>(octets));
    auto* end = std::copy(key.begin(), key.end(), entries_.data() + at + head_size);
    for (const auto value : values) {
        end = std::copy(value.begin(), value.end(), end + 1);
    }
    ++size_;
    return {};
}

FlatTable::Entry FlatTable::entry_at(std::size_t begin) const {
    const char* const octets = entries_.data() + begin;
    const std::string_view texts(octets + head_size, number_at(octets + sizeof(std::uint32_t)));
    const std::string_view key(texts.data());
    return {.origin = number_at(octets),
            .key = key,
            .values = texts.substr(key.size() + 1),
            .end = begin + head_size + texts.size()};
}

std::size_t FlatTable::position_of(std::string_view key, std::uint64_t hash) const {
    const auto low = static_cast<std::uint32_t>(hash);
    // The upper half says where to begin: in proportion, so that any number of slots will do.
    for (std::size_t at = (hash >> 32U) * slots_.size() >> 32U;; ++at) {
        if (at == slots_.size()) {
            at = 0;
        }
        const auto& slot = slots_[at];
        if (slot.entry == 0 || (slot.hash == low && entry_at(slot.entry - 1).key == key)) {
            return at;
        }
    }
}

std::vector<FlatTable::Clash> FlatTable::seal() {
    // That copies; a little that is not used costs less.
    if (entries_.capacity() - entries_.size() > entries_.size() / 8) {
        entries_.shrink_to_fit();
    }
    slots_.assign(size_ + size_ / 2 + 2, {});
    std::vector<Clash> clashes;
    for (std::size_t begin = 0; begin < entries_.size();) {
        const auto entry = entry_at(begin);
        const auto hash = hash_of(entry.key);
        auto& slot = slots_[position_of(entry.key, hash)];
        if (slot.entry == 0) {
            slot = {.hash = static_cast<std::uint32_t>(hash),
                    .entry = static_cast<std::uint32_t>(begin + 1)};
        } else {
            clashes.push_back({.first = entry_at(slot.entry - 1).origin, .second = entry.origin});
        }
        begin = entry.end;
    }
    return clashes;
}

std::vector<std::string> FlatTable::values_of(const Entry& entry) {
    std::vector<std::string> values;
    for (auto rest = entry.values; !rest.empty(); rest.remove_prefix(values.back().size() + 1)) {
        values.emplace_back(rest.data());
    }
    return values;
}

std::optional<FlatTable::Entry> FlatTable::find(std::string_view key) const {
    const auto begin = slots_[position_of(key, hash_of(key))].entry;
    return begin == 0 ? std::nullopt : std::optional(entry_at(begin - 1));
}

Result<LookupAnswer> FlatTable::lookup(std::string_view key) const {
    const auto entry = find(key);
    return entry ? LookupAnswer{.found = true, .values = values_of(*entry)} : LookupAnswer();
}

std::string FlatTable::where(std::string_view key) const {
    const auto entry = find(key);
    return entry && place_ ? place_(entry->origin) : std::string();
}

Result<void> FlatTable::each(const Visitor& visitor) const {
    for (std::size_t begin = 0; begin < entries_.size();) {
        const auto entry = entry_at(begin);
        if (!visitor(entry.key, values_of(entry))) {
            break;
        }
        begin = entry.end;
    }
    return {};
}

}  // namespace msa
