#include "config/schema.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

ValueType type_of(const OptionValue& value) {
    switch (value.index()) {
        case 0: return ValueType::boolean;
        case 1: return ValueType::integer;
        case 2: return ValueType::string;
        default: return ValueType::strings;
    }
}

std::string quoted_list(const std::vector<std::string>& words) {
    std::vector<std::string> quoted;
    quoted.reserve(words.size());
    for (const auto& word : words) {
        quoted.push_back('"' + word + '"');
    }
    return join(quoted, ", ");
}

/// What [check.NAME] and [[rule]] have in common.
std::vector<KeySchema> rule_keys(const CheckKind& kind) {
    auto words = action_words();
    if (!kind.can_repair) {
        words.erase(std::remove(words.begin(), words.end(), "repair"), words.end());
    }
    words.erase(std::remove(words.begin(), words.end(), "suspend"), words.end());
    std::vector<KeySchema> keys{
        {.name = "action",
         .default_value = '"' + std::string(to_text(kind.default_action)) + '"',
         .help = "What a finding leads to: " + quoted_list(words) + '.'},
        {.name = "on_error",
         .default_value = '"' + std::string(to_text(kind.default_on_error)) + '"',
         .help = "What happens if the check cannot tell: \"defer\", \"reject\", \"log\"."},
        {.name = "mode",
         .example = "\"monitor\"",
         .help = "\"monitor\": judged and recorded, not acted on. Absent: the file's mode."},
        {.name = "monitor_until",
         .type = ValueType::date,
         .example = "2026-12-31",
         .help = "The last day of monitoring (UTC); from then on the rule is enforced."},
        {.name = "reply",
         .example = "\"550 5.7.1 Not allowed here\"",
         .help = "What the client is told instead of the check's own words."},
        {.name = "approve",
         .type = ValueType::strings,
         .example = "[\"group:security\"]",
         .help = "Who may release what it holds, logins or group:NAME; absent: it needs nobody."},
        {.name = "accept_risk",
         .example = "\"why this is meant\"",
         .help = "Why what `check` warns about here is meant."}};
    for (const auto& option : kind.options) {
        keys.push_back({.name = option.name,
                        .type = type_of(option.default_value),
                        .default_value = to_toml(option.default_value),
                        .help = option.help});
    }
    for (const auto& table : kind.tables) {
        keys.push_back({.name = table.name, .example = "\"NAME\"", .help = table.help});
    }
    return keys;
}

}  // namespace

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

SectionSchema check_schema(const CheckKind& kind) {
    return {.header = "[check." + kind.name + ']', .help = kind.summary, .keys = rule_keys(kind)};
}

SectionSchema rule_schema_for(const CheckKind& kind) {
    SectionSchema schema = rule_schema();
    for (auto& key : rule_keys(kind)) {
        if (schema.find(key.name) == nullptr) {
            schema.keys.push_back(std::move(key));
        }
    }
    return schema;
}

}  // namespace msa
