#include "config/review.h"

namespace msa {

std::vector<const toml::table*> tables_of(const toml::table& root, std::string_view name) {
    std::vector<const toml::table*> tables;
    if (const auto* list = root[name].as_array()) {
        for (const auto& each : *list) {
            tables.push_back(each.as_table());
        }
    }
    return tables;
}

const toml::table* table_of(const toml::table& root, std::string_view section,
                            std::string_view name) {
    return root[section][name].as_table();
}

std::vector<Placed<std::string>> strings_of(const toml::table& table, std::string_view key) {
    std::vector<Placed<std::string>> strings;
    if (const auto* list = table[key].as_array()) {
        for (const auto& each : *list) {
            strings.push_back({each.value_or(std::string()), place_of(each)});
        }
    }
    return strings;
}

void for_each_condition(const toml::table& root,
                        const std::function<void(const toml::table& when)>& visit) {
    for (const auto* name : {"rule", "exception"}) {
        for (const auto* table : tables_of(root, name)) {
            if (const auto* when = (*table)["when"].as_table()) {
                visit(*when);
            }
        }
    }
}

void say_risk(const Review& review, const toml::table& section, Place place, std::string message) {
    review.diagnostics.risk(place, std::move(message),
                            section["accept_risk"].value_or(std::string()));
}

void review(const Review& review) {
    for (const auto* findings : {&word_findings(), &rule_findings(), &risk_findings()}) {
        for (const auto& finding : *findings) {
            finding(review);
        }
    }
}

}  // namespace msa
