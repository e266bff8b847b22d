// The header section as a list, see header_list.h.
#include "mail/header_list.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

// Index of the nth (1-based) field of this name, or the size of the list.
std::size_t index_of(const std::vector<HeaderField>& fields, std::string_view name,
                     std::size_t nth) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (same_name(fields[i].name, name) && nth-- == 1) {
            return i;
        }
    }
    return fields.size();
}

}  // namespace

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

void HeaderList::receive(std::string name, std::string value) {
    const std::size_t occurrence = ++received_[ascii_lower(bare_name(name))];
    fields_.push_back(
        {.name = std::move(name), .value = std::move(value), .occurrence = occurrence});
}

std::size_t HeaderList::count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(fields_.begin(), fields_.end(),
                      [name](const HeaderField& field) { return same_name(field.name, name); }));
}

const HeaderField* HeaderList::find(std::string_view name, std::size_t nth) const {
    const std::size_t index = index_of(fields_, name, nth);
    return index < fields_.size() ? &fields_[index] : nullptr;
}

void HeaderList::append(std::string name, std::string value) {
    fields_.push_back({.name = std::move(name), .value = std::move(value)});
}

void HeaderList::prepend(std::string name, std::string value) {
    fields_.insert(fields_.begin(), {.name = std::move(name), .value = std::move(value)});
}

bool HeaderList::replace(std::string_view name, std::size_t nth, std::string value) {
    const std::size_t index = index_of(fields_, name, nth);
    if (index == fields_.size()) {
        return false;
    }
    HeaderField& field = fields_[index];
    field.name.resize(bare_name(field.name).size());
    field.value = std::move(value);
    return true;
}

bool HeaderList::remove(std::string_view name, std::size_t nth) {
    const std::size_t index = index_of(fields_, name, nth);
    if (index == fields_.size()) {
        return false;
    }
    fields_.erase(fields_.begin() + static_cast<std::ptrdiff_t>(index));
    return true;
}

std::size_t HeaderList::remove_all(std::string_view name) {
    return std::erase_if(fields_,
                         [name](const HeaderField& field) { return same_name(field.name, name); });
}

}  // namespace msa
