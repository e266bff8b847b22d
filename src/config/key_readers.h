// How the keys of a description are read into members, see section_of.h. A member is a pointer to
// one, or a function from the struct to a reference.
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

template <class T, class Member>
[[nodiscard]] ValueOf<T, Member> initial_value(Member member) {
    T made{};
    return std::invoke(member, made);
}

/// What reading settings needs beside the file.
struct SettingsContext {
    Diagnostics& diagnostics;
};

inline void give_default(KeySchema& key, std::string text) {
    if (!key.required && key.example.empty() && key.default_value.empty()) {
        key.default_value = std::move(text);
    }
}

/// As the type of the member stands in a file.
template <class T, class Member>
[[nodiscard]] auto read_as_is(Member member) {
    using V = ValueOf<T, Member>;
    return [member](const Section& section, std::string_view key, T& into) {
        if constexpr (is_list<V>) {
            if (section.has(key)) {
                std::invoke(member, into) = values_of(section.strings(key));
            }
        } else if (auto value = value_in<V>(section, key)) {
            std::invoke(member, into) = *std::move(value);
        }
    };
}

/// What `parse` makes of a string, or of each in a list.
template <class T, class Member, class Parse>
[[nodiscard]] auto read_parsed(Member member, Parse parse) {
    using V = ValueOf<T, Member>;
    return [member, parse](const Section& section, std::string_view key, T& into) {
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
                std::invoke(member, into) = std::move(values);
            }
        } else if (!values.empty()) {
            std::invoke(member, into) = std::move(values.front());
        }
    };
}

template <class V>
using WordsOf = std::vector<std::pair<std::string, V>>;

/// What a word stands for.
template <class T, class Member>
[[nodiscard]] auto read_word(Member member, WordsOf<ValueOf<T, Member>> words) {
    return
        [member, words = std::move(words)](const Section& section, std::string_view key, T& into) {
            const auto text = section.string(key);
            for (const auto& [word, value] : words) {
                if (text == word) {
                    std::invoke(member, into) = value;
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
