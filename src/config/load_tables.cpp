// [tables]: opened for their use.
#include "config/load_tables.h"

#include "base/text.h"
#include "config/rule_loader.h"
#include "config/server_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace msa {
namespace {

std::vector<std::string> load_values(const toml::node& value, Diagnostics& diagnostics) {
    std::vector<std::string> values;
    if (const auto* list = value.as_array()) {
        for (const auto& each : *list) {
            if (const auto text = each.value_exact<std::string>()) {
                values.push_back(*text);
            } else {
                diagnostics.error(place_of(each), "a value must be a string");
            }
        }
    } else if (const auto text = value.value_exact<std::string>()) {
        values.push_back(*text);
    } else {
        diagnostics.error(place_of(value), "a value must be a string or a list of strings");
    }
    return values;
}

using Use = TableSettings::Use;

/// An entry that nothing could be meant by; empty: nothing is wrong.
std::string fault_of_entry(std::string_view key, const std::vector<std::string>& values, Use use,
                           const Groups& groups) {
    if (use == Use::owners && key.find('*') != std::string_view::npos) {
        return "'*' has no meaning here: @domain is everybody there";
    }
    if (use == Use::owners || use == Use::subjects) {
        for (const auto& value : values) {
            if (auto fault = fault_of_login(value, groups); !fault.empty()) {
                return fault;
            }
        }
    }
    return {};
}

void load_entries(const toml::table& entries, TableSettings& settings,
                  const RuleFileContext& context) {
    auto& diagnostics = context.diagnostics;
    for (const auto& [key, value] : entries) {
        const auto values = load_values(value, diagnostics);
        const auto fault = fault_of_entry(key.str(), values, settings.use, *context.groups);
        if (const auto allowed = settings.allows(key.str(), {values.begin(), values.end()});
            !allowed) {
            diagnostics.error(place_of(key), allowed.error());
        } else if (!fault.empty()) {
            diagnostics.error(place_of(key), fault);
        }
        settings.entries.emplace(key.str(), values);
        settings.places.emplace(key.str(), diagnostics.where(place_of(key)));
    }
}

using Type = TableSettings::Type;
using Keys = std::vector<std::string>;

/// A type of table, and which keys of [tables.NAME] belong to it.
struct TypeKeys {
    std::string name;
    Type type;
    Keys required;
    Keys optional;

    [[nodiscard]] bool has(const std::string& key) const {
        const auto is_key = [&key](const std::string& each) { return each == key; };
        return std::any_of(required.begin(), required.end(), is_key) ||
               std::any_of(optional.begin(), optional.end(), is_key);
    }
};

Keys with(Keys keys, const Keys& further) {
    keys.insert(keys.end(), further.begin(), further.end());
    return keys;
}

const std::vector<TypeKeys>& table_types() {
    static const Keys asked{"deadline_ms", "cache_seconds", "negative_cache_seconds",
                            "stale_seconds", "cache_entries"};
    static const std::vector<TypeKeys> types{
        {"inline", Type::inline_entries, {"entries"}, {}},
        {"file", Type::file, {"path"}, {}},
        {"lmdb", Type::lmdb, {"path"}, {}},
        {"cdb", Type::cdb, {"path"}, {}},
        {"sqlite", Type::sqlite, {"path", "query"}, with(asked, {"separator"})},
        {"socketmap", Type::socketmap, {"server", "map"}, asked},
        {"ldap",
         Type::ldap,
         {"server", "base", "filter", "attributes"},
         with(asked,
              {"separator", "dn_attributes", "bind_dn", "password_file", "start_tls", "ca_file"})},
        {"pgsql", Type::pgsql, {"server", "query"}, with(asked, {"separator"})},
        {"mysql",
         Type::mysql,
         {"server", "query"},
         with(asked, {"separator", "password_file", "ca_file"})},
        {"redis",
         Type::redis,
         {"server", "command"},
         with(asked, {"separator", "user", "password_file"})},
    };
    return types;
}

}  // namespace

std::string table_type(TableSettings::Type type) {
    for (const auto& each : table_types()) {
        if (each.type == type) {
            return each.name;
        }
    }
    return {};
}

namespace {

std::string types_with(const std::string& key) {
    Keys names;
    for (const auto& each : table_types()) {
        if (each.has(key)) {
            names.push_back('"' + each.name + '"');
        }
    }
    return join(names, ", ");
}

void check_keys(const Section& section, const TypeKeys& type) {
    for (const auto& key : type.required) {
        if (!section.has(key)) {
            section.diagnostics().error(section.place(),
                                        '\'' + key + "' is missing for type \"" + type.name + '"');
        }
    }
    for (const auto& key : table_schema().keys) {
        if (key.name != "type" && key.name != "accept_risk" && section.has(key.name) &&
            !type.has(key.name)) {
            section.error(key.name, '\'' + key.name + "' belongs to type " + types_with(key.name));
        }
    }
}

std::int64_t number(const Section& section, std::string_view key, std::int64_t least,
                    std::int64_t most, std::int64_t otherwise) {
    const auto number = section.integer(key);
    if (number && (*number < least || *number > most)) {
        section.error(key, "must be from " + std::to_string(least) + " to " + std::to_string(most));
    }
    return number.value_or(otherwise);
}

/// What the types that are asked while mail flows have in common.
void load_asking(const Section& section, TableSettings& settings) {
    constexpr std::int64_t longest_deadline = 30000;
    constexpr std::int64_t day = 86400;
    constexpr std::int64_t most_entries = 1000000;
    const auto seconds = [&](std::string_view key) {
        return std::chrono::seconds(number(section, key, 0, day, 0));
    };
    settings.deadline = std::chrono::milliseconds(
        number(section, "deadline_ms", 1, longest_deadline, settings.deadline.count()));
    auto& cache = settings.cache;
    cache.found = seconds("cache_seconds");
    cache.missing = seconds("negative_cache_seconds");
    cache.stale = seconds("stale_seconds");
    cache.entries = static_cast<std::size_t>(number(section, "cache_entries", 1, most_entries,
                                                    static_cast<std::int64_t>(cache.entries)));
    if (cache.stale.count() > 0 && cache.found.count() == 0 && cache.missing.count() == 0) {
        section.error("stale_seconds", "without 'cache_seconds' there is no answer to keep");
    }
}

/// What stands between the values of a list; with a letter in it, logins would fall apart.
bool is_separator(std::string_view text) {
    constexpr std::string_view known = " \t,;|:/";
    return !text.empty() && text.find_first_not_of(known) == std::string_view::npos;
}

void check_server(const Section& section) {
    const auto server = section.string("server").value_or(std::string());
    if (holds_password(server)) {
        section.error("server", "a password does not belong here: name the file that holds it");
    } else if (const auto key = key_of_relative_file(server)) {
        section.error("server", '\'' + *key + "' needs the absolute path of the file");
    }
}

void load_definition(const Section& section, TableSettings& settings,
                     const RuleFileContext& context) {
    Keys names;
    for (const auto& each : table_types()) {
        names.push_back(each.name);
    }
    const auto name = section.word("type", names);
    const auto& types = table_types();
    const auto type = std::find_if(types.begin(), types.end(),
                                   [&](const TypeKeys& each) { return each.name == name; });
    if (type == types.end()) {
        return;
    }
    settings.type = type->type;
    check_keys(section, *type);
    if (const auto* entries = section.table("entries");
        entries != nullptr && type->has("entries")) {
        load_entries(*entries, settings, context);
    }
    const auto text = [&](std::string_view key) {
        return section.string(key).value_or(std::string());
    };
    const auto words = [&](std::string_view key) {
        Keys values;
        for (auto& each : section.strings(key)) {
            values.push_back(std::move(each.value));
        }
        return values;
    };
    const auto file = [&](std::string_view key) {
        return section.diagnostics().beside_file(text(key));
    };
    check_server(section);
    settings.path = file("path");
    settings.query = text("query");
    settings.server = text("server");
    settings.map = text("map");
    settings.ldap = {.base = text("base"),
                     .filter = text("filter"),
                     .attributes = words("attributes"),
                     .dn_attributes = words("dn_attributes"),
                     .bind_dn = text("bind_dn"),
                     .password_file = file("password_file"),
                     .ca_file = file("ca_file"),
                     .start_tls = section.boolean("start_tls").value_or(false)};
    settings.redis = {
        .command = words("command"), .user = text("user"), .password_file = file("password_file")};
    settings.mysql = {.password_file = file("password_file"), .ca_file = file("ca_file")};
    settings.separator = text("separator");
    if (section.has("separator") && !is_separator(settings.separator)) {
        section.error("separator",
                      "must be blanks or punctuation that no login has, such as \",\"");
    }
    load_asking(section, settings);
}

/// The setting that the error is about: the one whose name it begins with, or what there is of the
/// usual ones.
std::string setting_of(const Error& error, const std::string& table, const Section& section) {
    const std::string head = "table " + table + ": ";
    std::string_view text = error.what;
    text.remove_prefix(text.starts_with(head) ? head.size() : 0);
    const std::array<std::string, 4> keys{std::string(text.substr(0, text.find(':'))), "path",
                                          "server", "entries"};
    return *std::find_if(keys.begin(), std::prev(keys.end()),
                         [&section](const auto& key) { return section.has(key); });
}

}  // namespace

Tables::Tables(const toml::table& definitions, const Groups& groups, const RuleFileContext& context)
    : definitions_(definitions), context_(context) {
    for (auto& name : groups.names()) {
        groups_.insert(std::move(name));
    }
}

std::shared_ptr<const Table> Tables::open(const Placed<std::string>& name, TableSettings::Use use) {
    const auto* definition = definitions_.get(name.value);
    if (definition == nullptr) {
        std::vector<std::string> names;
        for (const auto& each : definitions_) {
            names.emplace_back(each.first.str());
        }
        context_.diagnostics.error(name.place, unknown("table", name.value, names));
        return nullptr;
    }
    auto& table = opened_[name.value][use];
    if (!table && bad_.count(name.value) == 0) {  // another use would only repeat its errors
        table = load(name.value, *definition, use);
        if (!table) {
            bad_.insert(name.value);
        }
    }
    return table;
}

std::shared_ptr<const Table> Tables::load(const std::string& name, const toml::node& definition,
                                          TableSettings::Use use) const {
    if (!definition.is_table()) {
        context_.diagnostics.error(place_of(definition), "a table is defined in [tables.NAME]");
        return nullptr;
    }
    const auto errors = context_.diagnostics.errors();
    const Section section(*definition.as_table(), table_schema(), context_.diagnostics);
    TableSettings settings{.name = name, .use = use, .groups = groups_};
    load_definition(section, settings, context_);
    if (context_.diagnostics.errors() != errors) {
        return nullptr;  // opening it would only repeat them in other words
    }
    settings.doubts = std::make_shared<std::vector<std::string>>();
    auto opened = context_.services.open_table(settings);
    if (!opened) {
        section.error(setting_of(opened.error(), name, section), opened.error());
        return nullptr;
    }
    for (const auto& doubt : *settings.doubts) {
        context_.diagnostics.warning(section.place("path"), "table " + name + ": " + doubt);
    }
    return *std::move(opened);
}

void Tables::finish() {
    for (const auto& [key, definition] : definitions_) {
        const std::string name(key.str());
        if (opened_.count(name) == 0) {
            (void)open({name, place_of(key)}, TableSettings::Use::any);  // for its errors
            context_.diagnostics.warning(place_of(key), "nothing uses table '" + name + '\'');
        }
    }
}

}  // namespace msa
