// [tables]: opened for their use.
#include "config/load_tables.h"

#include "base/text.h"
#include "config/rule_loader.h"

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

void load_entries(const toml::table& entries, TableSettings& settings, Diagnostics& diagnostics) {
    for (const auto& [key, value] : entries) {
        const auto values = load_values(value, diagnostics);
        if (const auto allowed = settings.allows(key.str(), {values.begin(), values.end()});
            !allowed) {
            diagnostics.error(place_of(key), allowed.error());
        }
        settings.entries.emplace(key.str(), values);
    }
}

void load_definition(const Section& section, TableSettings& settings) {
    const auto type = section.word("type", {"inline", "file"});
    if (type == "file") {
        settings.type = TableSettings::Type::file;
        settings.path = section.string("path").value_or(std::string());
        if (!section.has("path")) {
            section.diagnostics().error(section.place(), "'path' is missing for type \"file\"");
        }
        if (section.has("entries")) {
            section.error("entries", "'entries' belongs to type \"inline\"");
        }
        return;
    }
    if (type == "inline" && section.has("path")) {
        section.error("path", "'path' belongs to type \"file\"");
    }
    if (const auto* entries = section.table("entries")) {
        load_entries(*entries, settings, section.diagnostics());
    } else if (type == "inline" && !section.has("entries")) {
        section.diagnostics().error(section.place(), "'entries' is missing for type \"inline\"");
    }
}

}  // namespace

Tables::Tables(const toml::table& definitions, const Groups& groups, const RuleFileContext& context)
    : definitions_(definitions), context_(context) {
    for (const auto& each : groups.members) {
        groups_.insert(each.first);
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
    load_definition(section, settings);
    if (context_.diagnostics.errors() != errors) {
        return nullptr;  // opening it would only repeat them in other words
    }
    auto opened = context_.services.open_table(settings);
    if (!opened) {
        section.error(section.has("path") ? "path" : "entries", opened.error());
        return nullptr;
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
