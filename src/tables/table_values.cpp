#include "tables/table_values.h"

#include "base/text.h"
#include "tables/table_key.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view separators_of_files = " \t,";
constexpr std::size_t most_values = 10000;

std::vector<std::string_view> words_in(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find_first_of(separators));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (const auto value = trimmed(word); !value.empty()) {
            words.push_back(value);
        }
    }
    return words;
}

Result<void> add_value(LookupAnswer& answer, std::string_view value) {
    if (!is_table_text(value)) {
        return Error{"malformed answer: control character or ill-formed utf-8"};
    }
    if (answer.values.size() == most_values) {
        return Error{"malformed answer: more than " + std::to_string(most_values) + " values"};
    }
    answer.values.emplace_back(value);
    return {};
}

}  // namespace

std::vector<std::string_view> values_in(std::string_view text) {
    return words_in(text, separators_of_files);
}

Result<LookupAnswer> found_entry(const std::vector<std::string_view>& texts,
                                 std::string_view separators) {
    LookupAnswer answer{.found = true, .values = {}};
    for (const auto text : texts) {
        const auto values = separators.empty() ? std::vector{text} : words_in(text, separators);
        for (const auto value : values) {
            if (value.empty()) {
                continue;
            }
            if (const auto added = add_value(answer, value); !added) {
                return added.error();
            }
        }
    }
    return answer;
}

Result<LookupAnswer> found_value(std::string_view text) {
    auto answer = found_entry({text}, separators_of_files);
    return answer && answer->values.empty() ? Error{"malformed answer: no value"}
                                            : std::move(answer);
}

std::string_view without_nul(std::string_view text) {
    if (text.ends_with('\0')) {
        text.remove_suffix(1);
    }
    return text;
}

Result<bool> show_entry(std::string_view key, std::string_view value,
                        const Table::Visitor& visitor) {
    const auto name = without_nul(key);
    const auto asked = table_key(name);
    if (!asked || *asked != name) {
        return true;
    }
    const auto answer = found_value(without_nul(value));
    if (!answer) {
        return within(*asked, answer.error());
    }
    return visitor(*asked, answer->values);
}

}  // namespace msa
