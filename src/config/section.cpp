#include "config/section.h"

#include "base/text.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace msa {
namespace {

Place to_place(const toml::source_position& position) {
    return {static_cast<std::size_t>(position.line), static_cast<std::size_t>(position.column)};
}

bool is_array_of(const toml::node& node, toml::node_type type) {
    const auto* array = node.as_array();
    return array != nullptr &&
           std::all_of(array->cbegin(), array->cend(),
                       [type](const auto& each) { return each.type() == type; });
}

bool has_type(const toml::node& node, ValueType type) {
    switch (type) {
        case ValueType::boolean: return node.is_boolean();
        case ValueType::integer: return node.is_integer();
        case ValueType::string: return node.is_string();
        case ValueType::strings: return is_array_of(node, toml::node_type::string);
        case ValueType::one_or_more:
            return node.is_string() || is_array_of(node, toml::node_type::string);
        case ValueType::table: return node.is_table() || is_array_of(node, toml::node_type::table);
        case ValueType::date: return node.is_date() || node.is_date_time();
    }
    return false;
}

bool is_empty(const toml::node& node) {
    return (node.is_string() && trimmed(node.as_string()->get()).empty()) ||
           (node.is_array() && node.as_array()->empty());
}

/// Whether nothing is said where something must be: an empty string means something only where it
/// is the default, an empty list only where the key may be absent.
bool is_void(const toml::node& node, const KeySchema& key) {
    if (key.type == ValueType::one_or_more) {
        const auto* list = node.as_array();
        return is_empty(node) ||
               (list != nullptr && std::any_of(list->cbegin(), list->cend(),
                                               [](const auto& each) { return is_empty(each); }));
    }
    if (key.type == ValueType::string && key.name == "separator") {
        return node.as_string()->get().empty();  // a blank is one
    }
    if (key.type == ValueType::string) {
        return key.default_value != "\"\"" && is_empty(node);
    }
    return key.required && is_empty(node);
}

/// Beyond these the system's clock, which counts nanoseconds in 64 bits, would run over.
bool is_in_reach(const toml::node& node) {
    const auto year =
        node.is_date() ? node.as_date()->get().year : node.as_date_time()->get().date.year;
    return 1970 <= year && year <= 2200;
}

/// What is wrong with a value of the right type, as a KeySchema has it; empty: nothing.
std::string fault_of_value(const toml::node& node, const KeySchema& key) {
    if (is_void(node, key)) {
        return '\'' + key.name + "' is empty";
    }
    if (key.type == ValueType::date && !is_in_reach(node)) {
        return '\'' + key.name + "' must be in a year from 1970 to 2200";
    }
    if (key.range && node.is_integer()) {
        const auto number = node.as_integer()->get();
        return number < key.range->least || number > key.range->most
                   ? "must be " + key.range->text()
                   : std::string();
    }
    if (!key.words.empty() && node.is_string()) {
        const auto& word = node.as_string()->get();
        return std::find(key.words.begin(), key.words.end(), word) == key.words.end()
                   ? unknown(key.name, word, key.words)
                   : std::string();
    }
    return {};
}

std::chrono::system_clock::time_point midnight(const toml::date& date) {
    using namespace std::chrono;
    const sys_days day =
        year_month_day{year(date.year), month(date.month), std::chrono::day(date.day)};
    return day;
}

std::chrono::system_clock::time_point instant_of(const toml::date_time& moment) {
    using namespace std::chrono;
    return midnight(moment.date) + hours(moment.time.hour) + minutes(moment.time.minute) +
           seconds(moment.time.second) - minutes(moment.offset ? moment.offset->minutes : 0);
}

}  // namespace

Place place_of(const toml::node& node) {
    return to_place(node.source().begin);
}

Place place_of(const toml::key& key) {
    return to_place(key.source().begin);
}

std::vector<std::string> values_of(std::vector<Placed<std::string>> placed) {
    std::vector<std::string> values;
    values.reserve(placed.size());
    for (auto& each : placed) {
        values.push_back(std::move(each.value));
    }
    return values;
}

std::string unknown(std::string_view what, std::string_view word,
                    const std::vector<std::string>& known, std::string_view reason) {
    std::string message = "unknown " + std::string(what) + " '" + printable(word) + '\'';
    if (!reason.empty()) {
        message += ": " + std::string(reason);
    }
    if (const auto near = nearest(word, known)) {
        return message + "; did you mean '" + *near + "'?";
    }
    if (known.size() <= 12 && !known.empty()) {
        message += "; known: " + join(known, ", ");
    }
    return message;
}

Section::Section(const toml::table& table, const SectionSchema& schema, Diagnostics& diagnostics)
    : table_(table), schema_(schema), diagnostics_(diagnostics) {
    for (const auto& [key, value] : table_) {
        check_key(key, value);
    }
    for (const auto& key : schema_.keys) {
        if (key.required && !table_.contains(key.name)) {
            const auto within = schema_.header.empty() ? "" : " in " + schema_.header;
            diagnostics_.error(place(),
                               "'" + key.name + "' is missing" +
                                   (schema_.whom.empty() ? within : " for " + schema_.whom));
        }
    }
}

void Section::check_unknown_key(const toml::key& key, const toml::node& value) const {
    const auto said = schema_.elsewhere.find(std::string(key.str()));
    if (said != schema_.elsewhere.end()) {
        if (!said->second.empty()) {
            diagnostics_.error(place_of(value), said->second);
        }
        return;
    }
    std::vector<std::string> names;
    for (const auto& each : schema_.keys) {
        names.push_back(each.name);
    }
    for (const auto& each : schema_.elsewhere) {
        names.push_back(each.first);
    }
    diagnostics_.error(place_of(key), unknown("key", key.str(), names));
}

void Section::check_key(const toml::key& key, const toml::node& value) const {
    const auto* known = schema_.find(key.str());
    if (known == nullptr) {
        check_unknown_key(key, value);
    } else if (!has_type(value, known->type)) {
        diagnostics_.error(place_of(value),
                           "'" + known->name + "' must be " + std::string(to_text(known->type)));
    } else if (auto fault = fault_of_value(value, *known); !fault.empty()) {
        diagnostics_.error(place_of(value), std::move(fault));
    } else if (value.is_date_time() && !value.as_date_time()->get().offset) {
        diagnostics_.error(place_of(value),
                           "'" + known->name + "' needs an offset, as in 2026-09-01T00:00:00Z");
    }
}

const toml::node* Section::node(std::string_view key, ValueType type) const {
    const auto* known = schema_.find(key);
    if (known == nullptr || known->type != type) {
        throw std::logic_error("key '" + std::string(key) + "' is not so in the schema of " +
                               schema_.header);
    }
    const auto* node = table_.get(key);
    const bool is_usable =
        node != nullptr && has_type(*node, type) && fault_of_value(*node, *known).empty();
    return is_usable ? node : nullptr;
}

bool Section::has(std::string_view key) const {
    return table_.contains(key);
}

bool Section::is_empty_list(std::string_view key) const {
    const auto* list = table_[key].as_array();
    return list != nullptr && list->empty();
}

Place Section::place(std::string_view key) const {
    const auto* node = table_.get(key);
    return node == nullptr ? place() : place_of(*node);
}

Place Section::place() const {
    return place_of(table_);
}

std::optional<std::string> Section::string(std::string_view key) const {
    const auto* value = node(key, ValueType::string);
    return value == nullptr ? std::nullopt
                            : std::optional(as_meant(key, value->as_string()->get()));
}

std::string Section::as_meant(std::string_view key, const std::string& text) const {
    const auto* known = schema_.find(key);
    return known->is_file && text != known->no_file ? diagnostics_.beside_file(text) : text;
}

std::optional<bool> Section::boolean(std::string_view key) const {
    const auto* value = node(key, ValueType::boolean);
    return value == nullptr ? std::nullopt : value->value_exact<bool>();
}

std::optional<std::int64_t> Section::integer(std::string_view key) const {
    const auto* value = node(key, ValueType::integer);
    return value == nullptr ? std::nullopt : value->value_exact<std::int64_t>();
}

std::vector<Placed<std::string>> Section::strings(std::string_view key) const {
    std::vector<Placed<std::string>> result;
    const auto* known = schema_.find(key);
    const bool may_be_one = known != nullptr && known->type == ValueType::one_or_more;
    const auto* value = node(key, may_be_one ? ValueType::one_or_more : ValueType::strings);
    if (value != nullptr && value->is_string()) {
        result.push_back({as_meant(key, value->as_string()->get()), place_of(*value)});
    } else if (value != nullptr) {
        for (const auto& each : *value->as_array()) {
            result.push_back({as_meant(key, each.as_string()->get()), place_of(each)});
        }
    }
    return result;
}

std::vector<Placed<std::string>> Section::texts(std::string_view key) const {
    const auto* known = schema_.find(key);
    if (known == nullptr || known->type != ValueType::string) {
        return strings(key);
    }
    auto text = string(key);
    return text ? std::vector<Placed<std::string>>{{*std::move(text), place(key)}}
                : std::vector<Placed<std::string>>();
}

std::optional<OptionValue> Section::option(std::string_view key) const {
    const auto* known = schema_.find(key);
    if (known == nullptr || !has(key)) {
        return std::nullopt;
    }
    switch (known->type) {
        case ValueType::boolean:
            if (const auto value = boolean(key)) {
                return OptionValue(*value);
            }
            break;
        case ValueType::integer:
            if (const auto value = integer(key)) {
                return OptionValue(*value);
            }
            break;
        case ValueType::string:
            if (auto value = string(key)) {
                return OptionValue(*std::move(value));
            }
            break;
        case ValueType::strings:
            if (node(key, ValueType::strings) != nullptr) {
                std::vector<std::string> values;
                for (auto& each : strings(key)) {
                    values.push_back(std::move(each.value));
                }
                return OptionValue(std::move(values));
            }
            break;
        case ValueType::one_or_more:
        case ValueType::table:
        case ValueType::date: break;
    }
    return std::nullopt;
}

const toml::table* Section::table(std::string_view key) const {
    const auto* value = node(key, ValueType::table);
    if (value != nullptr && !value->is_table()) {
        diagnostics_.error(place(key), "'" + std::string(key) + "' must be a table, not an array");
        return nullptr;
    }
    return value == nullptr ? nullptr : value->as_table();
}

std::vector<const toml::table*> Section::tables(std::string_view key) const {
    std::vector<const toml::table*> result;
    const auto* value = node(key, ValueType::table);
    if (value != nullptr && value->is_table()) {
        const auto& header = schema_.header;  // "[dkim]", or none
        const auto within =
            header.size() > 2 ? header.substr(1, header.size() - 2) + '.' : std::string();
        diagnostics_.error(place(key), "'" + std::string(key) + "' must be an array of tables: [[" +
                                           within + std::string(key) + "]]");
    } else if (value != nullptr) {
        for (const auto& each : *value->as_array()) {
            result.push_back(each.as_table());
        }
    }
    return result;
}

std::optional<Section::Instant> Section::instant(std::string_view key) const {
    const auto* value = node(key, ValueType::date);
    if (value == nullptr) {
        return std::nullopt;
    }
    return value->is_date() ? midnight(value->as_date()->get())
                            : instant_of(value->as_date_time()->get());
}

std::optional<Section::Instant> Section::end_instant(std::string_view key) const {
    const auto* value = node(key, ValueType::date);
    const auto first = instant(key);
    return first && value->is_date() ? *first + std::chrono::hours(24) : first;
}

std::optional<std::string> Section::word(std::string_view key,
                                         const std::vector<std::string>& words) const {
    auto value = string(key);
    if (value && std::find(words.begin(), words.end(), *value) == words.end()) {
        error(key, unknown(key, *value, words));
        return std::nullopt;
    }
    return value;
}

void Section::risk(Place place, std::string message) const {
    diagnostics_.risk(place, std::move(message), string("accept_risk").value_or(std::string()),
                      this->place("accept_risk"));
}

void Section::error(std::string_view key, std::string message) const {
    diagnostics_.error(place(key), std::move(message));
}

void Section::error(std::string_view key, const Error& error) const {
    diagnostics_.error(place(key), error);
}

}  // namespace msa
