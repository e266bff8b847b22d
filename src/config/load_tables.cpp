// [tables]: opened for their use.
#include "config/load_tables.h"

#include "base/text.h"
#include "config/rule_sections.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <map>
#include <utility>
#include <variant>

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
                           const std::vector<std::string>& groups) {
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
        const auto fault = fault_of_entry(key.str(), values, settings.use, context.groups);
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

using Keys = std::vector<std::string>;

/// Of [tables.NAME] but for its type.
using TableSection = RuleSection<TableSettings>;

constexpr std::int64_t day = 86400;

void check_cache(const Section& section, const TableSettings& settings,
                 const RuleFileContext& /*context*/) {
    const auto& cache = settings.cache;
    if (cache.stale.count() > 0 && cache.found.count() == 0 && cache.missing.count() == 0) {
        section.error("stale_seconds", "without 'cache_seconds' there is no answer to keep");
    }
}

/// What the types have in common that are asked while mail flows.
TableSection& with_asking(TableSection& section) {
    static const auto in_cache = [](auto TableSettings::Cache::*member) {
        return [member](TableSettings & settings) -> auto& {
            return settings.cache.*member;
        };
    };
    using Cache = TableSettings::Cache;
    return section
        .key("deadline_ms", &TableSettings::deadline,
             "How long a look-up may take. After that, as after every error, the table "
             "cannot tell, and the client is asked to try again.",
             {.range = NumberRange{1, 30000}})
        .key("cache_seconds", in_cache(&Cache::found),
             "How long an answer counts without asking again. A revoked right may be used "
             "that much longer.",
             {.range = NumberRange{0, day}})
        .key("negative_cache_seconds", in_cache(&Cache::missing),
             "The same for keys that are not there.", {.range = NumberRange{0, day}})
        .key("stale_seconds", in_cache(&Cache::stale),
             "How long after that an answer may still be used if the table cannot tell.",
             {.range = NumberRange{0, day}})
        .key("cache_entries", in_cache(&Cache::entries), "How many answers are kept at most.",
             {.range = NumberRange{1, 1000000}})
        .check(check_cache);
}

void read_entries(const Section& section, std::string_view key, TableSettings& settings,
                  const RuleFileContext& context) {
    if (const auto* entries = section.table(key)) {
        load_entries(*entries, settings, context);
    }
}

/// Of a key that the type describes.
auto value_reader(const TableKey& described) {
    return [&described](const Section& section, std::string_view key, TableSettings& settings) {
        auto value = section.option(key);
        if (!value) {
            return;
        }
        if (const auto valid = described.valid ? described.valid(*value) : Result<void>(); !valid) {
            section.error(key, valid.error().what);
        }
        settings.given.emplace(key, *std::move(value));
        if (described.is_access) {
            settings.access.emplace(key);
        }
    };
}

KeySchema type_key(const TableKinds& kinds) {
    Keys words;
    Keys shown;
    for (const auto& kind : kinds) {
        words.push_back(kind.name);
        shown.push_back(quoted(kind.name));
    }
    return {.name = "type",
            .required = true,
            .example = shown.front(),
            .help = "What the table is: " + join(shown, ", ") + '.',
            .words = std::move(words)};
}

void add_keys(TableSection& section, const TableKind& kind) {
    if (kind.kept == TableSettings::Kept::in_rules) {
        section.custom("entries", read_entries,
                       "Key to a list of logins; \"group:NAME\" for a group.",
                       {.type = ValueType::table,
                        .required = true,
                        .example = "{ \"alice@example.com\" = [\"alice\"] }"});
    }
    for (const auto& key : kind.keys) {
        section.custom(
            key.name, value_reader(key), key.help,
            {.type = type_of(key.default_value),
             .required = key.required,
             .default_value = key.example.empty() ? to_toml(key.default_value) : std::string(),
             .example = key.example,
             .is_file = key.is_file});
    }
}

TableSection section_of(const TableKind& kind, const TableKinds& kinds) {
    TableSection section("[tables.NAME]", kind.help);
    section.known(type_key(kinds));
    add_keys(section, kind);
    if (kind.is_waited_for()) {
        with_asking(section);
    }
    section.known(risk_key());
    return section;
}

/// What is said of a key that the type does not have, but others do.
std::map<std::string, std::string> keys_of_others(const TableKinds& kinds) {
    std::map<std::string, Keys> types;
    for (const auto& kind : kinds) {
        const auto described = section_of(kind, kinds);
        for (const auto& key : described.schema().keys) {
            types[key.name].push_back(quoted(kind.name));
        }
    }
    std::map<std::string, std::string> said;
    for (const auto& [key, names] : types) {
        said[key] = '\'' + key + "' belongs to type " + join(names, ", ");
    }
    return said;
}

/// Null, and complaints, where the type is none.
const TableKind* kind_of(const toml::table& table, const RuleFileContext& context) {
    const auto& kinds = *context.services.table_kinds;
    const auto* kind = find_kind(kinds, table["type"].value_or(std::string()));
    if (kind == nullptr) {
        auto unsaid = keys_of_others(kinds);
        for (auto& [key, said] : unsaid) {
            said.clear();
        }
        TableSection any("[tables.NAME]", {});
        any.known(type_key(kinds));
        auto schema = any.schema();
        schema.elsewhere = std::move(unsaid);
        (void)Section(table, schema, context.diagnostics);
    }
    return kind;
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

const SectionSchema& common_table_schema() {
    static const auto schema = [] {
        TableSection all(
            "[tables.NAME]",
            "A table of keys and values. An entry without meaning in its use is an "
            "error: a login as a key of owners, an unknown group. Each type has further "
            "keys, see below; those about time are for types that are asked while mail "
            "flows: sqlite and all servers.");
        all.is_example().known("type", "See below.", {.required = true, .example = "\"inline\""});
        return with_asking(all).known(risk_key()).schema();
    }();
    return schema;
}

std::vector<SectionSchema> table_schemas(const TableKinds& kinds) {
    std::vector<SectionSchema> schemas{common_table_schema()};
    schemas.front().keys.front() = type_key(kinds);
    for (const auto& kind : kinds) {
        TableSection section("[tables.NAME]", kind.help);
        section.is_example().known("type", {}, {.example = quoted(kind.name)});
        add_keys(section, kind);
        schemas.push_back(section.schema());
    }
    return schemas;
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
    auto& uses = opened_[name.value];
    const bool is_first = uses.empty();  // another use would only repeat what is wrong
    auto& table = uses[use];
    if (!table && bad_.count(name.value) == 0) {
        table = load(name.value, *definition, use, is_first);
        if (!table) {
            bad_.insert(name.value);
        }
    }
    return table;
}

std::shared_ptr<const Table> Tables::load(const std::string& name, const toml::node& definition,
                                          TableSettings::Use use, bool is_first) const {
    if (!definition.is_table()) {
        context_.diagnostics.error(place_of(definition), "a table is defined in [tables.NAME]");
        return nullptr;
    }
    const auto errors = context_.diagnostics.errors();
    const auto& table = *definition.as_table();
    const auto* kind = kind_of(table, context_);
    if (kind == nullptr) {
        return nullptr;
    }
    const auto described = section_of(*kind, *context_.services.table_kinds);
    auto schema = described.schema();
    schema.elsewhere = keys_of_others(*context_.services.table_kinds);
    schema.whom = "type " + quoted(kind->name);
    const Section section(table, schema, context_.diagnostics);
    auto settings = kind->settings();
    settings.name = name;
    settings.use = use;
    settings.groups = {context_.groups.begin(), context_.groups.end()};
    described.read_section(section, settings, context_);
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
        context_.diagnostics.warning(section.place("path"),
                                     within("table " + name, Error{doubt}).what);
    }
    if (is_first && kind->is_in_the_open && kind->is_in_the_open(settings)) {
        section.risk(section.place("server"),
                     "asked across a network, and no certificate shows who answers: anybody on the "
                     "way may");
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
