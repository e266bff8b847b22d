#include "tables/table_values.h"

#include "tables/table_key.h"

#include <algorithm>

namespace msa {
namespace {

constexpr bool is_separator(char c) {
    return c == ' ' || c == '\t' || c == ',';
}
constexpr std::size_t most_values = 10000;

}  // namespace

std::vector<std::string_view> values_in(std::string_view text) {
    std::vector<std::string_view> values;
    for (std::size_t at = 0;;) {
        while (at < text.size() && is_separator(text[at])) {
            ++at;
        }
        const std::size_t begin = at;
        while (at < text.size() && !is_separator(text[at])) {
            ++at;
        }
        if (at == begin) {
            return values;
        }
        values.push_back(text.substr(begin, at - begin));
    }
}

Result<LookupAnswer> found_entry(const std::vector<std::string_view>& texts) {
    LookupAnswer answer{.found = true, .values = {}};
    for (const auto text : texts) {
        for (const auto value : values_in(text)) {
            if (!is_table_text(value)) {
                return Error{"malformed answer: control character or ill-formed utf-8"};
            }
            if (answer.values.size() == most_values) {
                return Error{"malformed answer: more than " + std::to_string(most_values) +
                             " values"};
            }
            answer.values.emplace_back(value);
        }
    }
    return answer;
}

Result<LookupAnswer> found_value(std::string_view text) {
    auto answer = found_entry({text});
    return answer && answer->values.empty() ? Error{"malformed answer: no value"}
                                            : std::move(answer);
}

std::string_view without_nul(std::string_view text) {
    if (text.ends_with('\0')) {
        text.remove_suffix(1);
    }
    return text;
}

Result<void> show_entry(std::string_view key, std::string_view value,
                        const Table::Visitor& visitor) {
    const auto name = without_nul(key);
    const auto asked = table_key(name);
    if (!asked || *asked != name) {
        return {};
    }
    const auto answer = found_value(without_nul(value));
    if (!answer) {
        return within(*asked, answer.error());
    }
    visitor(*asked, answer->values);
    return {};
}

}  // namespace msa
