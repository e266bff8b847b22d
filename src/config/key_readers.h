// How the keys of a description are read into members, by the type of the member; see section_of.h.
// A member is a pointer to one, or a function from the struct to a reference of what is within it.
#pragma once

#include "config/section.h"
#include "config/value_in_file.h"

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace msa {

template <class T, class Member>
using ValueOf = std::decay_t<std::invoke_result_t<Member, T&>>;

/// What reading settings needs beside the file.
struct SettingsContext {
    Diagnostics& diagnostics;
};

/// Reads a key into the member, or the struct, of which only whoever made it knows the type; the
/// same goes for the context.
using ReadKey =
    std::function<void(const Section&, std::string_view key, void* into, const void* context)>;

inline void give_default(KeySchema& key, std::string text) {
    if (!key.required && key.example.empty() && key.default_value.empty()) {
        key.default_value = std::move(text);
    }
}

/// As the type of the member stands in a file.
template <class V>
void read_as_is(const Section& section, std::string_view key, void* into, const void* /*context*/) {
    auto& member = *static_cast<V*>(into);
    if constexpr (is_list<V>) {
        if (section.has(key)) {
            member = values_of(section.strings(key));
        }
    } else if (auto value = value_in<V>(section, key)) {
        member = *std::move(value);
    }
}

/// What `parse` makes of a string, or of each in a list.
template <class V, class Parse>
[[nodiscard]] ReadKey read_parsed(Parse parse) {
    return [parse](const Section& section, std::string_view key, void* into, const void*) {
        auto& member = *static_cast<V*>(into);
        std::vector<Element<V>> values;
        for (const auto& each : section.texts(key)) {
            if (auto value = parse(std::string_view(each.value))) {
                values.push_back(*std::move(value));
            } else {
                section.diagnostics().error(each.place, value.error().what);
            }
        }
        if constexpr (is_list<V>) {
            if (section.has(key)) {
                member = std::move(values);
            }
        } else if (!values.empty()) {
            member = std::move(values.front());
        }
    };
}

template <class V>
using WordsOf = std::vector<std::pair<std::string, V>>;

/// What a word stands for.
template <class V>
[[nodiscard]] ReadKey read_word(WordsOf<V> words) {
    return [words = std::move(words)](const Section& section, std::string_view key, void* into,
                                      const void*) {
        const auto text = section.string(key);
        for (const auto& [word, value] : words) {
            if (text == word) {
                *static_cast<V*>(into) = value;
            }
        }
    };
}

/// The default of a key whose member begins like this, as TOML; empty: it has none.
template <class V>
[[nodiscard]] std::string default_text(const V& value, ValueType type) {
    if constexpr (is_list<V> && !std::same_as<V, std::vector<std::string>>) {
        return "[]";
    } else {
        const auto text = text_in_file(value);
        const bool is_list_of_one = type == ValueType::one_or_more && text.size() > 2 &&
                                    text.find(',') == std::string::npos;
        return is_list_of_one ? text.substr(1, text.size() - 2) : text;
    }
}

/// The word that stands for a value; empty: none does.
template <class V>
[[nodiscard]] std::string default_word(const V& value, const WordsOf<V>& words) {
    for (const auto& [word, meaning] : words) {
        if (meaning == value) {
            return quoted(word);
        }
    }
    return {};
}

}  // namespace msa
