#include "config/rule_file.h"

#include "base/text.h"
#include "config/daemon_settings.h"
#include "config/file_text.h"
#include "config/review.h"
#include "config/rule_sections.h"

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

void read_listeners(const Section& section, std::string_view key, Scope& scope,
                    const RuleFileContext& context) {
    if (!section.has(key)) {
        return;
    }
    scope.place = section.place(key);
    for (auto& each : section.strings(key)) {
        check_listener(each, context.diagnostics);
        scope.listeners.push_back(std::move(each.value));
    }
    if (section.is_empty_list(key)) {
        section.error(key, "an empty list governs nobody");
    }
}

std::vector<std::string> names_in(const toml::table& table) {
    std::vector<std::string> names;
    for (const auto& [key, value] : table) {
        names.emplace_back(key.str());
    }
    return names;
}

/// One pass: what a section names further down is looked up when it is named.
void load_rule_set(const toml::table& root, RuleFileContext& context, RuleSet& rules,
                   LoadedRules& loaded) {
    const Section top(root, rule_file_schema(), context.diagnostics);
    FileHead head;
    rule_file_section().read_section(top, head, context);
    rules.version = head.version;
    rules.allow_none = head.allow_none;
    context.mode = head.mode;
    context.allow_none = head.allow_none;
    context.groups = names_in(table_or_nothing(top, "groups"));
    Tables tables(table_or_nothing(top, "tables"), context);
    context.tables = &tables;
    auto scope = scope_section().read(table_or_nothing(top, "scope"), context);
    loaded.scope = scope.place;
    rules.listeners = std::move(scope.listeners);
    rules.identity = identity_section().read(table_or_nothing(top, "identity"), context);
    context.login_domain = rules.identity.login_domain;
    rules.owners = load_owners(table_or_nothing(top, "owners"), top.tables("delegation"),
                               load_groups(table_or_nothing(top, "groups"), context), context);
    rules.rules = load_rules_in_order(top, context);
    context.rules = &rules.rules;
    rules.exceptions = load_exceptions(top.tables("exception"), context);
    auto signing = load_dkim(table_or_nothing(top, "dkim"), context);
    tables.finish();
    rules.signer = std::move(signing.signer);
    rules.keys = std::move(signing.keys);
    rules.unsigned_on_error = signing.unsigned_on_error;
    loaded.signing_keys = std::move(signing.settings);
    loaded.key_folder = std::move(signing.folder);
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

/// A rule set where nothing is wrong with it.
std::shared_ptr<const RuleSet> rule_set_of(const toml::table& root, RuleFileContext& context,
                                           std::string hash, LoadedRules& loaded) {
    auto rules = std::make_shared<RuleSet>();
    load_rule_set(root, context, *rules, loaded);
    rules->file = context.diagnostics.file();
    rules->hash = std::move(hash);
    if (!context.diagnostics.has_errors()) {
        context.services.review({root, *rules, context.diagnostics, context.now});
    }
    return context.diagnostics.has_errors() ? nullptr : rules;
}

}  // namespace

const RuleSection<FileHead>& rule_file_section() {
    static const auto section =
        RuleSection<FileHead>({}, {})
            .key("version", &FileHead::version,
                 "A free label; every record has it beside the hash of this file.",
                 {.required = true, .example = "\"2026-11-21\""})
            .key("allow_none", &FileHead::allow_none,
                 "Says that it is meant if nobody owns an address here, or a reload "
                 "removes the last key or owner. Otherwise that is an error: a truncated "
                 "file would do the same.",
                 {.reference = "true"})
            .word("mode", &FileHead::mode,
                  "\"monitor\": every rule is judged and recorded, none is acted on.",
                  words_of(mode_words(), parse_mode))
            .known(risk_key())
            .below("scope", &scope_section().schema())
            .below("identity", &identity_section().schema())
            .below("owners", &owners_section().schema())
            .below("tables", nullptr)
            .below("groups", &groups_schema())
            .below("delegation", &delegation_section().schema())
            .below("check", nullptr)
            .below("rule", &rule_section().schema())
            .below("limit", &limit_section().schema())
            .below("exception", &exception_section().schema())
            .below("dkim", &dkim_section().schema());
    return section;
}

const SectionSchema& rule_file_schema() {
    return rule_file_section().schema();
}

const RuleSection<Scope>& scope_section() {
    static const auto section =
        RuleSection<Scope>("[scope]",
                           "Which sessions this file governs. All others pass untouched and "
                           "unsigned, and are recorded as out_of_scope.")
            .custom("listener", read_listeners,
                    "Names of listeners: the macro {daemon_name}; if the MTA does not "
                    "tell it, the client is asked to try again. Absent: all that reach "
                    "the socket.",
                    {.type = ValueType::strings, .example = "[\"submission\", \"submissions\"]"});
    return section;
}

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
    LoadedRules loaded{.rules = nullptr, .diagnostics = std::move(diagnostics)};
    auto& found = loaded.diagnostics;
    RuleFileContext context{.diagnostics = found, .services = services, .now = now};
    try {
        const auto root = toml::parse(std::string_view(*text), std::string_view(path));
        if (root.contains("case") || root.contains("ownership")) {
            found.error({}, "these are tests of a rule file: run them with `msa-milter test`");
        } else if (is_of_other_kind(root, rule_file_schema(), *daemon_sections().front())) {
            found.error({},
                        "these are the settings of the daemon: name a rule file, one of its "
                        "'rules'");
        } else {
            loaded.rules = rule_set_of(root, context,
                                       std::string(hash_prefix) + services.sha256(*text), loaded);
        }
    } catch (const toml::parse_error& error) {
        complain(error, *text, found);
    }
    return loaded;
}

}  // namespace msa
