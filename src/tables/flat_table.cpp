// Keys with their values in one piece of memory, see flat_table.h.
#include "tables/flat_table.h"

#include <algorithm>

namespace msa {

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

std::vector<FlatTable::Clash> FlatTable::seal() {
    texts_.shrink_to_fit();
    entries_.shrink_to_fit();
    std::sort(entries_.begin(), entries_.end(), [this](const Entry& a, const Entry& b) {
        const int order = key_of(a).compare(key_of(b));
        return order < 0 || (order == 0 && a.origin < b.origin);
    });
    std::vector<Clash> clashes;
    for (std::size_t i = 1; i < entries_.size(); ++i) {
        if (key_of(entries_[i - 1]) == key_of(entries_[i])) {
            clashes.push_back({.first = entries_[i - 1].origin, .second = entries_[i].origin});
        }
    }
    std::sort(clashes.begin(), clashes.end(),
              [](const Clash& a, const Clash& b) { return a.second < b.second; });
    return clashes;
}

Result<LookupAnswer> FlatTable::lookup(std::string_view key) const {
    const auto entry = std::lower_bound(entries_.begin(), entries_.end(), key,
                                        [this](const Entry& candidate, std::string_view wanted) {
                                            return key_of(candidate) < wanted;
                                        });
    LookupAnswer answer;
    if (entry == entries_.end() || key_of(*entry) != key) {
        return answer;
    }
    answer.found = true;
    for (auto at = entry->values; at < entry->end;) {
        answer.values.emplace_back(texts_.data() + at);
        at += static_cast<std::uint32_t>(answer.values.back().size()) + 1;
    }
    return answer;
}

}  // namespace msa
