// How a member of each type stands in a file: as which type of TOML, read and written how.
#pragma once

#include "config/section.h"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// What a list has many of, and an optional one at most.
template <class V>
struct ElementOf {
    using Type = V;
};
template <class V>
struct ElementOf<std::optional<V>> {
    using Type = V;
};
template <class V>
struct ElementOf<std::vector<V>> {
    using Type = V;
};
template <class V>
using Element = typename ElementOf<V>::Type;

template <class V>
inline constexpr bool is_list = std::same_as<V, std::vector<Element<V>>>;
template <class V>
inline constexpr bool is_duration = requires(V value) {
    value.count();
};

template <class V>
[[nodiscard]] constexpr ValueType type_in_file() {
    using E = Element<V>;
    return is_list<V>                           ? ValueType::strings
           : std::same_as<E, bool>              ? ValueType::boolean
           : std::integral<E> || is_duration<E> ? ValueType::integer
                                                : ValueType::string;
}

/// Absent where the file has no such value, or complains of it.
template <class V>
[[nodiscard]] std::optional<Element<V>> value_in(const Section& section, std::string_view key) {
    using E = Element<V>;
    if constexpr (std::same_as<E, bool>) {
        return section.boolean(key);
    } else if constexpr (std::same_as<E, std::string>) {
        return section.string(key);
    } else {
        const auto number = section.integer(key);
        return number ? std::optional(static_cast<E>(*number)) : std::nullopt;
    }
}

/// As TOML; empty: an optional that is not there.
template <class V>
[[nodiscard]] std::string text_in_file(const V& value) {
    if constexpr (std::same_as<V, std::optional<Element<V>>>) {
        return value ? text_in_file(*value) : std::string();
    } else if constexpr (is_duration<V>) {
        return std::to_string(value.count());
    } else if constexpr (std::integral<V> && !std::same_as<V, bool>) {
        return std::to_string(value);
    } else {
        return to_toml(value);
    }
}

}  // namespace msa
