// Numbers inside of texts, such as "500/day".
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

namespace msa {

/// Absent: the text is not only a number.
[[nodiscard]] inline std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && !text.empty() ? std::optional(number)
                                                                      : std::nullopt;
}

}  // namespace msa
