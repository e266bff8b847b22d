#include "config/written_settings.h"

#include "checks/all_checks.h"
#include "config/rule_sections.h"
#include "config/written_value.h"

#include <toml++/toml.h>

namespace msa {
namespace {

std::string text_at(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    const auto text = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    return text.value_or(std::string());
}

/// What tells one element of a list from others.
std::string id_of(const toml::table& element) {
    for (const auto* key : {"id", "login"}) {
        if (auto id = text_at(element, key); !id.empty()) {
            return id;
        }
    }
    return text_at(element, "domain") + '/' + text_at(element, "selector");
}

/// The keys that its type has besides have no default.
SectionSchema schema_of_table(const toml::table& table) {
    auto schema = common_table_schema();
    for (const auto& [key, value] : table) {
        if (schema.find(key.str()) == nullptr) {
            schema.keys.push_back({.name = std::string(key.str())});
        }
    }
    return schema;
}

SectionSchema schema_of_check(std::string_view name) {
    const auto* kind = find_check(name);
    return kind == nullptr ? SectionSchema{} : check_schema(*kind);
}

SectionSchema schema_of_element(const SectionSchema& schema, const toml::table& element) {
    const auto* kind =
        schema.header == "[[rule]]" ? find_check(text_at(element, "check")) : nullptr;
    return kind == nullptr ? schema : rule_schema_for(*kind);
}

class Reader {
public:
    explicit Reader(WrittenSettings& sections) : sections_(sections) {}

    void read(const toml::table& root);

private:
    void add(const std::string& name, const toml::table& table, const SectionSchema& schema,
             bool is_element);
    /// The sections below one that the schema has.
    void add_below(const toml::table& table, const SectionSchema& schema);
    /// `[PARENT.NAME]`, each of them.
    template <class SchemaOf>
    void add_named(const toml::table& root, const std::string& parent, bool is_element,
                   SchemaOf schema_of);
    void add_groups(const toml::table& groups);

    WrittenSettings& sections_;
};

void Reader::add(const std::string& name, const toml::table& table, const SectionSchema& schema,
                 bool is_element) {
    auto& section = sections_[name];
    section.place = place_of(table);
    section.is_element = is_element;
    for (const auto& [key, value] : table) {
        const auto* known = schema.find(key.str());
        if (known != nullptr && (known->type != ValueType::table || is_element)) {
            section.settings[std::string(key.str())] = {written_value(value), known->default_value,
                                                        place_of(key)};
        }
    }
}

void Reader::add_below(const toml::table& table, const SectionSchema& schema) {
    for (const auto& key : schema.keys) {
        const auto* node = table.get(key.name);
        if (node == nullptr || key.section == nullptr || key.name == "groups") {
            continue;
        }
        const auto& part = *key.section;
        if (const auto* below = node->as_table()) {
            add(part.header, *below, part, false);
            add_below(*below, part);
        } else if (const auto* list = node->as_array()) {
            for (const auto& each : *list) {
                const auto& element = *each.as_table();
                add(part.header + ' ' + id_of(element), element, schema_of_element(part, element),
                    true);
            }
        }
    }
}

template <class SchemaOf>
void Reader::add_named(const toml::table& root, const std::string& parent, bool is_element,
                       SchemaOf schema_of) {
    const auto* all = root[parent].as_table();
    if (all == nullptr) {
        return;
    }
    for (const auto& [key, node] : *all) {
        if (const auto* table = node.as_table()) {
            add('[' + parent + '.' + std::string(key.str()) + ']', *table,
                schema_of(key.str(), *table), is_element);
        }
    }
}

void Reader::add_groups(const toml::table& groups) {
    for (const auto& [key, node] : groups) {
        if (!node.is_table()) {
            sections_["[groups]"].settings[std::string(key.str())] = {written_value(node), "",
                                                                      place_of(key)};
        }
    }
}

void Reader::read(const toml::table& root) {
    using Table = const toml::table&;
    add("", root, rule_file_schema(), false);
    add_below(root, rule_file_schema());
    add_named(root, "tables", true,
              [](std::string_view, Table table) { return schema_of_table(table); });
    add_named(root, "groups", true,
              [](std::string_view, Table) { return group_section().schema(); });
    add_named(root, "check", false,
              [](std::string_view name, Table) { return schema_of_check(name); });
    if (const auto* groups = root["groups"].as_table()) {
        add_groups(*groups);
    }
}

}  // namespace

WrittenSettings written_settings(std::string_view text) {
    WrittenSettings sections;
    try {
        Reader(sections).read(toml::parse(text));
    } catch (const toml::parse_error&) {
        sections.clear();  // it does not load
    }
    return sections;
}

}  // namespace msa
