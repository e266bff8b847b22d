// Addresses in records, see address_search.h.
#include "trail/address_search.h"

#include "audit/json_text.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <optional>
#include <system_error>

namespace msa {

namespace {

constexpr std::size_t longest = 4096;

std::string spelled(std::string_view text) {
    std::string json;
    append_json_text(json, text, longest);
    return json.substr(1, json.size() - 2);
}

/// Of `2026-11.key`; absent: another file.
std::optional<std::chrono::year_month> month_in(const std::string& name) {
    constexpr std::size_t length = 11;
    int year = 0;
    unsigned month = 0;
    const auto* const begin = name.data();
    const bool is_key = name.size() == length && name[4] == '-' && name.ends_with(".key") &&
                        std::from_chars(begin, begin + 4, year).ptr == begin + 4 &&
                        std::from_chars(begin + 5, begin + 7, month).ptr == begin + 7;
    const std::chrono::year_month found{std::chrono::year(year), std::chrono::month(month)};
    return is_key && found.ok() ? std::optional(found) : std::nullopt;
}

bool is_part_of_address(char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '+' ||
           c == '~' || c == '@';
}

/// Whether an escape of JSON ends there: `\t`, `\u0009`.
bool ends_escape(std::string_view before) {
    constexpr std::size_t long_one = 6;
    const auto size = before.size();
    return (size >= 2 && before[size - 2] == '\\' &&
            std::string_view("bfnrt").find(before[size - 1]) != std::string_view::npos) ||
           (size >= long_one && before.substr(size - long_one, 2) == "\\u");
}

/// `wanted` in lower case, alone: not the end of a longer address, nor the beginning of one.
bool holds(std::string_view line, std::string_view wanted) {
    const auto same = [](char a, char b) { return ascii_lower(a) == b; };
    for (auto at = line.begin();; ++at) {
        at = std::search(at, line.end(), wanted.begin(), wanted.end(), same);
        if (at == line.end()) {
            return false;
        }
        const auto end = at + static_cast<std::ptrdiff_t>(wanted.size());
        const auto before = line.substr(0, static_cast<std::size_t>(at - line.begin()));
        const bool begins =
            before.empty() || !is_part_of_address(before.back()) || ends_escape(before);
        const bool is_followed = end != line.end() && is_part_of_address(*end) && *end != '.';
        if (begins && !is_followed) {
            return true;
        }
    }
}

}  // namespace

AddressSearch::AddressSearch(std::string address, const std::string& folder)
    : address_(ascii_lower(spelled(address))) {
    std::error_code none;  // no folder: no pseudonyms
    for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
        const auto month = month_in(entry.path().filename().string());
        const auto key = month ? pseudonym_key(folder, *month) : Result<PseudonymKey>(Error{});
        if (key) {
            pseudonyms_.emplace(*month, key->of_address(address));
        }
    }
}

bool AddressSearch::stands_in(std::string_view line, std::int64_t time) const {
    using std::chrono::microseconds;
    const std::chrono::system_clock::time_point instant{
        std::chrono::duration_cast<std::chrono::system_clock::duration>(microseconds(time))};
    const auto pseudonym = pseudonyms_.find(month_of(instant));
    return holds(line, address_) || (pseudonym != pseudonyms_.end() &&
                                     line.find(pseudonym->second) != std::string_view::npos);
}

}  // namespace msa
