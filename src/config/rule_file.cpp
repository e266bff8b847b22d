#include "config/rule_file.h"

#include "base/text.h"
#include "config/daemon_settings.h"
#include "config/file_text.h"
#include "config/load_tables.h"
#include "config/review.h"
#include "config/rule_loader.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

const toml::table nothing;

const toml::table& table_or_nothing(const Section& top, std::string_view key) {
    const auto* table = top.table(key);
    return table == nullptr ? nothing : *table;
}

/// What stands between listeners would be part of a name that no MTA gives.
void check_listener(const Placed<std::string>& name, Diagnostics& diagnostics) {
    if (name.value.empty()) {
        diagnostics.error(name.place, "the name of a listener is empty");
    } else if (name.value.find_first_of(" \t,;") != std::string::npos) {
        diagnostics.error(name.place,
                          '\'' + printable(name.value) +
                              "' is not the name of a listener: one name each, without blanks");
    } else if (name.value.find_first_not_of("0123456789") == std::string::npos) {
        diagnostics.warning(
            name.place, "'" + name.value +
                            "' is a name here, not a port: the macro {daemon_name} must have it");
    }
}

std::vector<std::string> load_scope(const toml::table& table, RuleFileContext& context) {
    const Section section(table, scope_schema(), context.diagnostics);
    std::vector<std::string> listeners;
    for (auto& each : section.strings("listener")) {
        check_listener(each, context.diagnostics);
        listeners.push_back(std::move(each.value));
    }
    if (section.has("listener")) {
        context.scope = section.place("listener");
        const auto* list = table["listener"].as_array();
        if (list != nullptr && list->empty()) {
            section.error("listener", "an empty list governs nobody");
        }
    }
    return listeners;
}

RuleSet load_rule_set(const toml::table& root, RuleFileContext& context) {
    const Section top(root, top_level_schema(), context.diagnostics);
    RuleSet rules;
    rules.version = top.string("version").value_or(std::string());
    if (top.word("mode", mode_words()) == "monitor") {
        context.mode = Mode::monitor;
    }
    rules.allow_none = top.boolean("allow_none").value_or(false);
    context.allow_none = rules.allow_none;
    rules.listeners = load_scope(table_or_nothing(top, "scope"), context);
    rules.identity = load_identity(table_or_nothing(top, "identity"), context);
    Groups groups = load_groups(table_or_nothing(top, "groups"), context);
    context.groups = &groups;
    Tables tables(table_or_nothing(top, "tables"), groups, context);
    context.tables = &tables;
    load_group_tables(table_or_nothing(top, "groups"), groups, context);
    load_proofs(table_or_nothing(top, "identity"), rules.identity, context);
    rules.owners =
        load_owners(table_or_nothing(top, "owners"), top.tables("delegation"), groups, context);
    rules.rules = load_rules_in_order(top, context);
    rules.exceptions = load_exceptions(top.tables("exception"), rules.rules, context);
    auto signing = load_dkim(table_or_nothing(top, "dkim"), context);
    tables.finish();
    rules.signer = std::move(signing.signer);
    rules.keys = std::move(signing.keys);
    context.signing_keys = std::move(signing.settings);
    context.key_folder = std::move(signing.folder);
    rules.unsigned_on_error = signing.unsigned_on_error;
    return rules;
}

/// Somebody may be writing the file, or may have stopped in the middle.
bool is_whole(const std::string& text, Diagnostics& diagnostics) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
        diagnostics.error({}, "the file is empty");
    } else if (is_in_utf8(text, diagnostics) && text.back() != '\n') {
        const auto lines = std::count(text.begin(), text.end(), '\n');
        diagnostics.error({static_cast<std::size_t>(lines) + 1, 1},
                          "the last line has no end: the file is cut off, or is being written");
    }
    return !diagnostics.has_errors();
}

constexpr std::string_view hash_prefix = "sha256:";

}  // namespace

LoadedRules load_rules(const std::string& path, const RuleServices& services,
                       std::chrono::system_clock::time_point now) {
    auto text = services.read_file(path);
    if (!text) {
        return {nullptr, Diagnostics::of_unreadable(path, text.error())};
    }
    Diagnostics diagnostics(path, *text);
    if (!is_whole(*text, diagnostics)) {
        return {nullptr, std::move(diagnostics)};
    }
    RuleFileContext context{
        .diagnostics = diagnostics, .services = services, .now = now, .login_domain = {}};
    try {
        const auto root = toml::parse(std::string_view(*text), std::string_view(path));
        if (root.contains("case") || root.contains("ownership")) {
            diagnostics.error({},
                              "these are tests of a rule file: run them with `msa-milter test`");
            return {nullptr, std::move(diagnostics)};
        }
        if (is_of_other_kind(root, top_level_schema(), daemon_schema())) {
            diagnostics.error({},
                              "these are the settings of the daemon: name a rule file, one "
                              "of its 'rules'");
            return {nullptr, std::move(diagnostics)};
        }
        auto rules = std::make_shared<RuleSet>(load_rule_set(root, context));
        rules->file = path;
        rules->hash = std::string(hash_prefix) + services.sha256(*text);
        if (!diagnostics.has_errors()) {
            review({root, *rules, diagnostics, now});
        }
        if (diagnostics.has_errors()) {
            rules = nullptr;
        }
        return {std::move(rules), std::move(diagnostics), context.scope,
                std::move(context.signing_keys), std::move(context.key_folder)};
    } catch (const toml::parse_error& error) {
        complain(error, *text, diagnostics);
        return {nullptr, std::move(diagnostics)};
    }
}

}  // namespace msa
