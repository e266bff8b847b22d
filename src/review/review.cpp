#include "review/findings.h"

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
    for (const auto* name : {"rule", "limit", "exception"}) {
        for (const auto* table : tables_of(root, name)) {
            if (const auto* when = (*table)["when"].as_table()) {
                visit(*when);
            }
        }
    }
}

void say_risk(const Review& review, const toml::table& section, Place place, std::string message) {
    const auto* reason = section.get("accept_risk");
    review.diagnostics.risk(place, std::move(message),
                            section["accept_risk"].value_or(std::string()),
                            reason == nullptr ? Place{} : place_of(*reason));
}

/// A reason that stays behind would let pass what somebody writes there later.
void complain_of_idle_reasons(const Review& review, const toml::node& node) {
    if (const auto* list = node.as_array()) {
        for (const auto& each : *list) {
            complain_of_idle_reasons(review, each);
        }
    } else if (const auto* table = node.as_table()) {
        for (const auto& [key, value] : *table) {
            if (key == "accept_risk" && value.is_string() &&
                !review.diagnostics.accepts_by(place_of(value))) {
                review.diagnostics.warning(place_of(key), "there is no risk here to accept");
            }
            complain_of_idle_reasons(review, value);
        }
    }
}

void review(const Review& review) {
    for (const auto* findings : {&word_findings(), &name_findings(), &condition_findings(),
                                 &rule_findings(), &idle_findings(), &login_findings(),
                                 &spelling_findings(), &risk_findings(), &replaced_findings()}) {
        for (const auto& finding : *findings) {
            finding(review);
        }
    }
    if (review.root["mode"].value_or(std::string()) != "monitor") {  // on trial, less is said
        complain_of_idle_reasons(review, review.root);
    }
}

}  // namespace msa
