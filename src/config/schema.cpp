#include "config/schema.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
std::string NumberRange::text() const {
    const auto numbers = most == std::numeric_limits<std::int64_t>::max()
                             ? std::to_string(least) + " or more"
                             : "from " + std::to_string(least) + " to " + std::to_string(most);
    return unit.empty() ? numbers : numbers + ' ' + unit;
}

const KeySchema* SectionSchema::find(std::string_view name) const {
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [name](const KeySchema& key) { return key.name == name; });
    return found == keys.end() ? nullptr : &*found;
}

std::string_view to_text(ValueType type) {
    switch (type) {
        case ValueType::boolean: return "true or false";
        case ValueType::integer: return "an integer";
        case ValueType::string: return "a string";
        case ValueType::strings: return "a list of strings";
        case ValueType::one_or_more: return "a string or a list of strings";
        case ValueType::table: return "a table";
        case ValueType::date: return "a date, such as 2027-02-28, or a date and time";
    }
    return "?";
}

ValueType type_of(const OptionValue& value) {
    switch (value.index()) {
        case 0: return ValueType::boolean;
        case 1: return ValueType::integer;
        case 2: return ValueType::string;
        default: return ValueType::strings;
    }
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        result += c;
    }
    return result + '"';
}

std::string to_toml(const OptionValue& value) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag ? "true" : "false";
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return std::to_string(*number);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return quoted(*text);
    }
    std::vector<std::string> items;
    for (const auto& item : std::get<std::vector<std::string>>(value)) {
        items.push_back(quoted(item));
    }
    return '[' + join(items, ", ") + ']';
}

}  // namespace msa
