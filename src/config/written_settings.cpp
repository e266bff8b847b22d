#include "config/written_settings.h"

#include "checks/all_checks.h"
#include "config/schema.h"
#include "config/section.h"
#include "config/written_value.h"

#include <toml++/toml.h>

namespace msa {
namespace {

std::string text_at(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    const auto text = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    return text.value_or(std::string());
}

class Reader {
public:
    explicit Reader(WrittenSettings& sections) : sections_(sections) {}

    void read(const toml::table& root);

private:
    void add(const std::string& name, const toml::table& table, const SectionSchema& schema,
             bool is_element);
    void add_plain(const toml::table& table, std::string_view key, const std::string& name,
                   const SectionSchema& schema);
    /// `[PARENT.NAME]`, each of them.
    template <class SchemaOf>
    void add_named(const toml::table& root, const std::string& parent, bool is_element,
                   SchemaOf schema_of);
    /// `[[NAME]]`; what tells them apart is what `id_of` says.
    template <class IdOf, class SchemaOf>
    void add_list(const toml::table& table, std::string_view key, const std::string& name,
                  IdOf id_of, SchemaOf schema_of);

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

void Reader::add_plain(const toml::table& table, std::string_view key, const std::string& name,
                       const SectionSchema& schema) {
    if (const auto* section = table[key].as_table()) {
        add(name, *section, schema, false);
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
            add('[' + parent + '.' + std::string(key.str()) + ']', *table, schema_of(key.str()),
                is_element);
        }
    }
}

template <class IdOf, class SchemaOf>
void Reader::add_list(const toml::table& table, std::string_view key, const std::string& name,
                      IdOf id_of, SchemaOf schema_of) {
    const auto* all = table[key].as_array();
    if (all == nullptr) {
        return;
    }
    for (const auto& node : *all) {
        if (const auto* element = node.as_table()) {
            add("[[" + name + "]] " + id_of(*element), *element, schema_of(*element), true);
        }
    }
}

SectionSchema schema_of_check(std::string_view name) {
    const auto* kind = find_check(name);
    return kind == nullptr ? SectionSchema{} : check_schema(*kind);
}

SectionSchema schema_of_rule(const toml::table& table) {
    const auto* kind = find_check(text_at(table, "check"));
    return kind == nullptr ? SectionSchema{} : rule_schema_for(*kind);
}

std::string id_of(const toml::table& table) {
    return text_at(table, "id");
}

void Reader::read(const toml::table& root) {
    add("", root, top_level_schema(), false);
    add_plain(root, "scope", "[scope]", scope_schema());
    add_plain(root, "owners", "[owners]", owners_schema());
    add_named(root, "tables", true, [](std::string_view) { return table_schema(); });
    add_named(root, "groups", true, [](std::string_view) { return group_schema(); });
    add_named(root, "check", false, schema_of_check);
    add_list(root, "delegation", "delegation", id_of,
             [](const toml::table&) { return delegation_schema(); });
    add_list(root, "exception", "exception", id_of,
             [](const toml::table&) { return exception_schema(); });
    add_list(root, "rule", "rule", id_of, schema_of_rule);
    add_list(root, "limit", "limit", id_of, [](const toml::table&) { return limit_schema(); });
    if (const auto* groups = root["groups"].as_table()) {
        for (const auto& [key, node] : *groups) {
            if (!node.is_table()) {
                sections_["[groups]"].settings[std::string(key.str())] = {written_value(node), "",
                                                                          place_of(key)};
            }
        }
    }
    if (const auto* identity = root["identity"].as_table()) {
        add("[identity]", *identity, identity_schema(), false);
        add_plain(*identity, "certificate", "[identity.certificate]",
                  identity_certificate_schema());
        add_plain(*identity, "recent_login", "[identity.recent_login]",
                  identity_recent_login_schema());
        add_plain(*identity, "local", "[identity.local]", identity_local_schema());
        add_list(
            *identity, "network", "identity.network",
            [](const toml::table& table) { return text_at(table, "login"); },
            [](const toml::table&) { return identity_network_schema(); });
    }
    if (const auto* dkim = root["dkim"].as_table()) {
        add("[dkim]", *dkim, dkim_schema(), false);
        add_list(
            *dkim, "key", "dkim.key",
            [](const toml::table& table) {
                return text_at(table, "domain") + '/' + text_at(table, "selector");
            },
            [](const toml::table&) { return dkim_key_schema(); });
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
