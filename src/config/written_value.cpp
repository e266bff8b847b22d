#include "config/written_value.h"

#include "config/schema.h"

#include <sstream>

namespace msa {
namespace {

std::string text_of(const toml::array& array) {
    std::string line;
    for (const auto& each : array) {
        line += (line.empty() ? "" : ", ") + written_value(each);
    }
    return '[' + line + ']';
}

std::string text_of(const toml::table& table) {
    std::string line;
    for (const auto& [key, value] : table) {
        line += (line.empty() ? "" : ", ") + std::string(key.str()) + " = " + written_value(value);
    }
    return line.empty() ? "{}" : "{ " + line + " }";
}

}  // namespace

std::string written_value(const toml::node& node) {
    if (const auto* array = node.as_array()) {
        return text_of(*array);
    }
    if (const auto* table = node.as_table()) {
        return text_of(*table);
    }
    if (const auto text = node.value_exact<std::string>()) {
        return quoted(*text);
    }
    std::ostringstream out;  // numbers, truths, dates: as TOML has them
    node.visit([&out](const auto& value) {
        if constexpr (!toml::is_array<decltype(value)> && !toml::is_table<decltype(value)>) {
            out << std::boolalpha << value.get();
        }
    });
    return out.str();
}

}  // namespace msa
