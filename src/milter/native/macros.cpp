// Macros of an MTA, see macros.h.
#include "milter/native/macros.h"

#include <algorithm>

#include <libmilter/mfdef.h>

namespace msa {

namespace {

std::string_view without_braces(std::string_view name) {
    return name.size() == 3 && name.front() == '{' && name.back() == '}' ? name.substr(1, 1) : name;
}

/// The value of `name` in a list of names and values.
std::optional<std::string_view> value_in(std::string_view said, std::string_view name) {
    while (!said.empty()) {
        const auto name_end = said.find('\0');
        const auto value_end = said.find('\0', name_end + 1);
        if (without_braces(said.substr(0, name_end)) == name) {
            return said.substr(name_end + 1, value_end - name_end - 1);
        }
        said.remove_prefix(value_end + 1);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> Macros::stage_of(char command) {
    // The end of a header comes last: its macros count where the end of the message has none, as
    // with libmilter.
    constexpr std::string_view order{"CHMRTEN"};
    const auto found = order.find(command);
    return found == std::string_view::npos ? std::nullopt : std::optional(found);
}

bool Macros::take(std::string_view data) {
    if (data.empty()) {
        return false;
    }
    const auto stage = stage_of(data.front());
    data.remove_prefix(1);
    const auto ends = std::count(data.begin(), data.end(), '\0');
    if (ends % 2 != 0 || (!data.empty() && data.back() != '\0')) {
        return false;
    }
    if (stage) {  // of other commands nothing is read
        said_[*stage] = data;
    }
    return true;
}

std::string_view Macros::value(std::string_view name) const {
    const auto bare = without_braces(name);
    for (auto said = said_.rbegin(); said != said_.rend(); ++said) {
        if (const auto found = value_in(*said, bare)) {
            return *found;
        }
    }
    return {};
}

void Macros::begin(char command) {
    if (command != SMFIC_CONNECT && command != SMFIC_HELO && command != SMFIC_MAIL &&
        command != SMFIC_RCPT) {
        return;  // what follows these is part of the same message
    }
    const auto stage = stage_of(command);
    for (std::size_t later = *stage + 1; later < stages; ++later) {
        said_[later].clear();
    }
}

}  // namespace msa
