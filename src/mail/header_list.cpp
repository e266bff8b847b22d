// The header section as a list, see header_list.h.
#include "mail/header_list.h"

#include "base/text.h"

#include <algorithm>
#include <cstdint>
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

std::size_t HeaderList::NameHash::operator()(std::string_view name) const {
    // FNV-1a, of 64 bits.
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : bare_name(name)) {
        hash = (hash ^ static_cast<unsigned char>(ascii_lower(c))) * 1099511628211U;
    }
    return hash;
}

void HeaderList::push_back(HeaderField field) {
    places_[std::string(bare_name(field.name))].push_back(fields_.size());
    fields_.push_back(std::move(field));
}

const HeaderList::Places& HeaderList::places_of(std::string_view name) const {
    static const Places none;
    const auto found = places_.find(name);
    return found == places_.end() ? none : found->second;
}

/// Closes the room of removed fields.
void HeaderList::settle() const {
    if (removed_.empty()) {
        return;
    }
    std::sort(removed_.begin(), removed_.end());
    std::vector<HeaderField> left;
    left.reserve(fields_.size() - removed_.size());
    auto gone = removed_.begin();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (gone != removed_.end() && *gone == i) {
            ++gone;
        } else {
            left.push_back(std::move(fields_[i]));
        }
    }
    fields_ = std::move(left);
    removed_.clear();
    places_.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        places_[std::string(bare_name(fields_[i].name))].push_back(i);
    }
}

const std::vector<HeaderField>& HeaderList::fields() const {
    settle();
    return fields_;
}

void HeaderList::receive(std::string name, std::string value) {
    const std::size_t occurrence = ++received_[std::string(bare_name(name))];
    push_back({.name = std::move(name), .value = std::move(value), .occurrence = occurrence});
}

std::size_t HeaderList::count(std::string_view name) const {
    return places_of(name).size();
}

const HeaderField* HeaderList::find(std::string_view name, std::size_t nth) const {
    const Places& places = places_of(name);
    return nth == 0 || nth > places.size() ? nullptr : &fields_[places[nth - 1]];
}

void HeaderList::append(std::string name, std::string value) {
    push_back({.name = std::move(name), .value = std::move(value)});
}

void HeaderList::prepend(std::string name, std::string value) {
    settle();
    for (auto& [any, places] : places_) {
        for (auto& place : places) {
            ++place;
        }
    }
    Places& places = places_[std::string(bare_name(name))];
    places.insert(places.begin(), 0);
    fields_.insert(fields_.begin(), {.name = std::move(name), .value = std::move(value)});
}

bool HeaderList::replace(std::string_view name, std::size_t nth, std::string value) {
    const Places& places = places_of(name);
    if (nth == 0 || nth > places.size()) {
        return false;
    }
    HeaderField& field = fields_[places[nth - 1]];
    field.name.resize(bare_name(field.name).size());
    field.value = std::move(value);
    return true;
}

bool HeaderList::remove(std::string_view name, std::size_t nth) {
    const auto found = places_.find(name);
    if (found == places_.end() || nth == 0 || nth > found->second.size()) {
        return false;
    }
    const auto place = found->second.begin() + static_cast<std::ptrdiff_t>(nth - 1);
    removed_.push_back(*place);
    found->second.erase(place);
    return true;
}

std::size_t HeaderList::remove_all(std::string_view name) {
    const auto found = places_.find(name);
    if (found == places_.end()) {
        return 0;
    }
    const Places gone = std::move(found->second);
    places_.erase(found);
    removed_.insert(removed_.end(), gone.begin(), gone.end());
    return gone.size();
}

}  // namespace msa
