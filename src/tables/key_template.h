// Texts in which `{key}` stands for the key of a look-up.
#pragma once

#include <string>
#include <string_view>

namespace msa {

inline constexpr std::string_view key_place = "{key}";

[[nodiscard]] inline bool has_key_place(std::string_view text) {
    return text.find(key_place) != std::string_view::npos;
}

/// The text with `key`, which is taken as it is, in every such place.
[[nodiscard]] inline std::string with_key(std::string_view text, std::string_view key) {
    std::string result;
    for (;;) {
        const auto place = text.find(key_place);
        result += text.substr(0, place);
        if (place == std::string_view::npos) {
            return result;
        }
        result += key;
        text.remove_prefix(place + key_place.size());
    }
}

}  // namespace msa
