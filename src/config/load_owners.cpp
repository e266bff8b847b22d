// [tables] and [[delegation]]: which addresses belong to whom.
#include "base/text.h"
#include "config/rule_loader.h"
#include "mail/address_key.h"

namespace msa {
namespace {

std::vector<std::string> load_entry(const toml::node& value, const RuleFileContext& context) {
    std::vector<std::string> values;
    if (const auto* list = value.as_array()) {
        for (const auto& each : *list) {
            if (const auto text = each.value_exact<std::string>()) {
                values.push_back(*text);
            } else {
                context.diagnostics.error(place_of(each), "a value must be a string");
            }
        }
    } else if (const auto text = value.value_exact<std::string>()) {
        values.push_back(*text);
    } else {
        context.diagnostics.error(place_of(value), "a value must be a string or a list of strings");
    }
    return values;
}

TableSettings load_settings(std::string name, const Section& section,
                            const RuleFileContext& context) {
    TableSettings settings{.name = std::move(name), .path = {}, .entries = {}};
    const auto type = section.word("type", {"inline", "file"});
    if (type == "file") {
        settings.type = TableSettings::Type::file;
        settings.path = section.string("path").value_or(std::string());
        if (!section.has("path")) {
            context.diagnostics.error(section.place(), "'path' is missing for type \"file\"");
        }
        if (section.has("entries")) {
            section.error("entries", "'entries' belongs to type \"inline\"");
        }
        return settings;
    }
    if (type == "inline" && section.has("path")) {
        section.error("path", "'path' belongs to type \"file\"");
    }
    if (const auto* entries = section.table("entries")) {
        for (const auto& [key, value] : *entries) {
            settings.entries.emplace(key.str(), load_entry(value, context));
        }
    } else if (type == "inline" && !section.has("entries")) {
        context.diagnostics.error(section.place(), "'entries' is missing for type \"inline\"");
    }
    return settings;
}

/// Keys (mail/address_key.h) of the addresses.
std::vector<std::string> load_addresses(const Section& section, std::string_view key) {
    std::vector<std::string> keys;
    for (const auto& each : section.strings(key)) {
        const auto address = parse_addr_spec(each.value);
        const auto text = address ? address_key(*address) : Result<std::string>(address.error());
        if (text) {
            keys.push_back(*text);
        } else {
            section.diagnostics().error(
                each.place, "'" + printable(each.value) + "' is no address: " + text.error().what);
        }
    }
    return keys;
}

}  // namespace

TableMap load_tables(const toml::table& table, const RuleFileContext& context) {
    TableMap tables;
    for (const auto& [key, value] : table) {
        const auto* definition = value.as_table();
        if (definition == nullptr) {
            context.diagnostics.error(place_of(value), "a table is defined in [tables.NAME]");
            continue;
        }
        const auto errors = context.diagnostics.errors();
        const Section section(*definition, table_schema(), context.diagnostics);
        const auto settings = load_settings(std::string(key.str()), section, context);
        auto& entry = tables[settings.name];
        if (context.diagnostics.errors() != errors) {
            continue;  // opening it would only repeat them in other words
        }
        auto opened = context.services.open_table(settings);
        if (opened) {
            entry = *std::move(opened);
        } else {
            section.error(section.has("path") ? "path" : "entries", opened.error());
        }
    }
    return tables;
}

std::shared_ptr<const Table> table_named(const Placed<std::string>& name,
                                         const RuleFileContext& context) {
    const auto table = context.tables.find(name.value);
    if (table != context.tables.end()) {
        return table->second;
    }
    std::vector<std::string> names;
    for (const auto& each : context.tables) {
        names.push_back(each.first);
    }
    context.diagnostics.error(name.place, unknown("table", name.value, names));
    return nullptr;
}

std::vector<Delegation> load_delegations(const std::vector<const toml::table*>& tables,
                                         const Groups& groups, const RuleFileContext& context) {
    std::vector<Delegation> delegations;
    for (const auto* table : tables) {
        const Section section(*table, delegation_schema(), context.diagnostics);
        Delegation delegation{.id = section.string("id").value_or(std::string()),
                              .addresses = load_addresses(section, "as"),
                              .who = {},
                              .until = section.end_instant("until")};
        for (const auto& each : delegations) {
            if (each.id == delegation.id) {
                section.error("id", "two delegations have the id '" + delegation.id + "'");
            }
        }
        check_logins(section.strings("who"), groups, context);
        for (auto& each : section.strings("who")) {
            delegation.who.push_back(std::move(each.value));
        }
        if (section.word("right", {"on_behalf", "send_as"}) == "send_as") {
            delegation.right = Right::Kind::owner;
        }
        if (delegation.until && *delegation.until <= context.now) {
            context.diagnostics.warning(section.place("until"),
                                        "delegation '" + delegation.id + "' has expired");
        }
        delegations.push_back(std::move(delegation));
    }
    return delegations;
}

}  // namespace msa
