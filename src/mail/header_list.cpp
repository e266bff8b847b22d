// The header section as a list, see header_list.h.
#include "mail/header_list.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

namespace msa {

std::string_view bare_name(std::string_view name) {
    while (!name.empty() && is_blank(name.back())) {
        name.remove_suffix(1);
    }
    return name;
}

bool is_field_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return c > ' ' && c < '\x7f' && c != ':'; });
}

bool same_name(std::string_view a, std::string_view b) {
    return equal_ignoring_case(bare_name(a), bare_name(b));
}

namespace {

/// Of a bare name, by eight octets at a time; letters of both cases count alike.
std::uint64_t hash_of(std::string_view name) {
    constexpr std::uint64_t lower = 0x2020202020202020U;
    constexpr std::uint64_t factor = 0x9E3779B97F4A7C15U;
    std::uint64_t hash = name.size();
    for (; !name.empty(); name.remove_prefix(std::min<std::size_t>(name.size(), 8))) {
        std::uint64_t word = 0;
        std::memcpy(&word, name.data(), std::min<std::size_t>(name.size(), 8));
        hash = (hash ^ (word | lower)) * factor;
        hash ^= hash >> 32U;
    }
    return hash;
}

}  // namespace

void HeaderList::Name::add(std::size_t place) {
    if (left == 0) {
        first = place;
    } else {
        others.push_back(place);
    }
    ++left;
}

void HeaderList::Name::add_in_front(std::size_t place) {
    if (left != 0) {
        others.insert(others.begin(), first);
    }
    first = place;
    ++left;
}

/// Its place.
std::size_t HeaderList::Name::take(std::size_t nth) {
    const std::size_t taken = place(nth);
    if (nth > 1) {
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(nth - 2));
    } else if (!others.empty()) {
        first = others.front();
        others.erase(others.begin());
    }
    --left;
    return taken;
}

/// Where it is, or where it would be.
std::size_t HeaderList::slot_of(std::string_view name, std::uint64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
        if (slots_[slot] == 0) {
            return slot;
        }
        const Name& each = names_[slots_[slot] - 1];
        if (each.hash == hash && equal_ignoring_case(each.text, name)) {
            return slot;
        }
    }
}

/// For one more name: at least half of the slots stay free.
void HeaderList::make_room() {
    constexpr std::size_t least = 32;
    if (2 * (names_.size() + 1) <= slots_.size()) {
        return;
    }
    if (slots_.empty()) {
        names_.reserve(least / 2);
        fields_.reserve(least);
    }
    slots_.assign(std::max(least, 2 * slots_.size()), 0);
    for (std::size_t i = 0; i < names_.size(); ++i) {
        slots_[slot_of(names_[i].text, names_[i].hash)] = static_cast<std::uint32_t>(i + 1);
    }
}

const HeaderList::Name* HeaderList::known(std::string_view name) const {
    if (slots_.empty()) {
        return nullptr;
    }
    name = bare_name(name);
    const auto found = slots_[slot_of(name, hash_of(name))];
    return found == 0 ? nullptr : &names_[found - 1];
}

HeaderList::Name* HeaderList::known(std::string_view name) {
    return const_cast<Name*>(std::as_const(*this).known(name));
}

HeaderList::Name& HeaderList::name_of(std::string_view name) {
    make_room();
    name = bare_name(name);
    const auto hash = hash_of(name);
    auto& slot = slots_[slot_of(name, hash)];
    if (slot == 0) {
        names_.push_back({.text = std::string(name), .hash = hash});
        slot = static_cast<std::uint32_t>(names_.size());
    }
    return names_[slot - 1];
}

void HeaderList::push_back(HeaderField field, Name& name) {
    name.add(fields_.size());
    fields_.push_back(std::move(field));
}

/// Closes the room of removed fields.
void HeaderList::settle() const {
    if (removed_.empty()) {
        return;
    }
    std::sort(removed_.begin(), removed_.end());
    std::vector<std::size_t> moved(fields_.size());  // to where
    std::size_t left = 0;
    auto gone = removed_.begin();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (gone != removed_.end() && *gone == i) {
            ++gone;
            continue;
        }
        if (left != i) {
            fields_[left] = std::move(fields_[i]);
        }
        moved[i] = left++;
    }
    fields_.resize(left);
    removed_.clear();
    for (auto& name : names_) {
        name.first = name.left == 0 ? 0 : moved[name.first];
        for (auto& place : name.others) {
            place = moved[place];
        }
    }
}

const std::vector<HeaderField>& HeaderList::fields() const {
    settle();
    return fields_;
}

void HeaderList::receive(std::string name, std::string value) {
    Name& known = name_of(name);
    const std::size_t occurrence = ++known.received;
    push_back({.name = std::move(name), .value = std::move(value), .occurrence = occurrence},
              known);
}

std::size_t HeaderList::count(std::string_view name) const {
    const auto* const found = known(name);
    return found == nullptr ? 0 : found->left;
}

const HeaderField* HeaderList::find(std::string_view name, std::size_t nth) const {
    const auto* const found = known(name);
    return found == nullptr || nth == 0 || nth > found->left ? nullptr
                                                             : &fields_[found->place(nth)];
}

void HeaderList::append(std::string name, std::string value) {
    Name& known = name_of(name);
    push_back({.name = std::move(name), .value = std::move(value)}, known);
}

void HeaderList::prepend(std::string name, std::string value) {
    settle();
    for (auto& each : names_) {
        ++each.first;
        for (auto& place : each.others) {
            ++place;
        }
    }
    name_of(name).add_in_front(0);
    fields_.insert(fields_.begin(), {.name = std::move(name), .value = std::move(value)});
}

bool HeaderList::replace(std::string_view name, std::size_t nth, std::string value) {
    const auto* const found = known(name);
    if (found == nullptr || nth == 0 || nth > found->left) {
        return false;
    }
    HeaderField& field = fields_[found->place(nth)];
    field.name.resize(bare_name(field.name).size());
    field.value = std::move(value);
    return true;
}

bool HeaderList::remove(std::string_view name, std::size_t nth) {
    auto* const found = known(name);
    if (found == nullptr || nth == 0 || nth > found->left) {
        return false;
    }
    removed_.push_back(found->take(nth));
    return true;
}

std::size_t HeaderList::remove_all(std::string_view name) {
    auto* const found = known(name);
    if (found == nullptr || found->left == 0) {
        return 0;
    }
    const std::size_t count = found->left;
    removed_.push_back(found->first);
    removed_.insert(removed_.end(), found->others.begin(), found->others.end());
    found->left = 0;
    found->others.clear();
    return count;
}

}  // namespace msa
