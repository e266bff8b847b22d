// [check.NAME] and [[rule]].
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/check_entries.h"
#include "config/rule_keys.h"

#include <algorithm>

namespace msa {
namespace {

std::vector<std::string> check_names() {
    std::vector<std::string> names;
    for (const auto& kind : all_checks()) {
        names.push_back(kind.name);
    }
    return names;
}

void read_action(const Section& section, std::string_view key, CheckRule& into) {
    const auto word = section.string(key);
    if (!word) {
        return;
    }
    into.rule.action = *parse_action(*word);
    if (into.rule.action == Action::repair && !into.kind->can_repair) {
        section.error(key, "'" + into.kind->name + "' cannot repair");
    }
    if (into.rule.action == Action::suspend && into.kind->reply.empty()) {
        section.error(key, "'" + into.kind->name + "' refuses nothing");
    }
}

std::vector<OptionValue> default_options(const CheckKind& kind) {
    std::vector<OptionValue> values;
    for (const auto& option : kind.options) {
        values.push_back(option.default_value);
    }
    values.resize(values.size() + kind.tables.size(), std::string());
    return values;
}

void read_on_error(const Section& section, std::string_view key, CheckRule& into) {
    if (const auto word = section.string(key)) {
        into.rule.on_error = *parse_action(*word);
    }
}

/// Of a check, as its kind describes it; `place` is that among the rule's options.
auto option_reader(const CheckOption& option, std::size_t place) {
    return [&option, place](const Section& section, std::string_view key, CheckRule& into,
                            const RuleFileContext& context) {
        if (option.holds_logins) {
            check_logins(section.strings(key), context);
        }
        auto value = section.option(key);
        if (!value) {
            return;
        }
        into.rule.options[place] = *value;
        if (const auto ok = option.set(*into.check, *std::move(value)); !ok) {
            section.error(key, "'" + option.name + "': " + ok.error().what);
        }
    };
}

auto table_reader(const CheckTable& table, std::size_t place) {
    return [&table, place](const Section& section, std::string_view key, CheckRule& into,
                           const RuleFileContext& context) {
        if (const auto name = section.string(key)) {
            into.rule.options[place] = *name;
            const Placed<std::string> named{*name, section.place(key)};
            const auto opened = context.tables->open(named, TableSettings::Use::any);
            if (opened != nullptr) {
                warn_of_entries(into.kind->name, *opened, named, context);
            }
            table.set(*into.check, opened);
        }
    };
}

std::string quoted_list(const std::vector<std::string>& words) {
    std::vector<std::string> list;
    list.reserve(words.size());
    for (const auto& word : words) {
        list.push_back(quoted(word));
    }
    return join(list, ", ");
}

void add_check_keys(RuleSection<CheckRule>& section, const CheckKind& kind) {
    auto words = action_words();
    std::erase_if(words, [&kind](const std::string& word) {
        return word == "suspend" || (word == "repair" && !kind.can_repair);
    });
    section
        .custom("action", read_action, "What a finding leads to: " + quoted_list(words) + '.',
                {.default_value = quoted(to_text(kind.default_action)), .words = action_words()})
        .custom("on_error", read_on_error,
                "What happens if the check cannot tell: \"defer\", \"reject\", \"log\".",
                {.default_value = quoted(to_text(kind.default_on_error)),
                 .words = {"defer", "reject", "log"}});
    with_rule_keys(section, "the check's own words");
    std::size_t place = 0;
    for (const auto& option : kind.options) {
        section.custom(option.name, option_reader(option, place++), option.help,
                       {.type = type_of(option.default_value),
                        .default_value = to_toml(option.default_value)});
    }
    for (const auto& table : kind.tables) {
        section.custom(table.name, table_reader(table, place++), table.help,
                       {.example = "\"NAME\""});
    }
}

void read_id(const Section& section, std::string_view key, CheckRule& into) {
    auto& id = into.rule.id;
    id = section.string(key).value_or(std::string());
    if (id != printable(id) || id.size() > 64) {
        section.error(key, "an id is 1 to 64 characters of printable ASCII");
    }
    if (find_check(id) != nullptr) {
        section.error(key, "'" + id + "' is the name of a check; that rule is [check." + id + ']');
    }
}

void read_when(const Section& section, std::string_view key, CheckRule& into,
               const RuleFileContext& context) {
    if (const auto* when = section.table(key)) {
        into.rule.when = load_condition(*when, into.kind, context);
    }
}

RuleSection<CheckRule> written_rule() {
    return RuleSection<CheckRule>(
               "[[rule]]",
               "A further use of a check, with its own id, options and condition. Keys as in "
               "[check.NAME], and:")
        .is_example()
        .custom("id", read_id, "Names it in replies and records.",
                {.required = true, .example = "\"printers-own-domain\""})
        .known("check", "The check.", {.required = true, .example = "\"header_from_rights\""});
}

RuleSection<CheckRule>& with_condition(RuleSection<CheckRule>& section) {
    return with_suspension(section).custom("when", read_when,
                                           "For whom it is asked; see the keys of `when`.",
                                           {.type = ValueType::table,
                                            .example = "{ listener = [\"scan-in\"] }",
                                            .section = &when_section().schema()});
}

/// A rule as its check is without a section.
CheckRule default_rule(const CheckKind& kind, const RuleFileContext& context) {
    CheckRule made;
    made.kind = &kind;
    made.check = kind.make();
    auto& rule = made.rule;
    rule.id = kind.name;
    rule.check_name = kind.name;
    rule.stages = kind.stages;
    rule.may_stay_when_resent = kind.may_stay_when_resent;
    rule.action = kind.default_action;
    rule.on_error = kind.default_on_error;
    rule.mode = context.mode;
    rule.options = default_options(kind);
    return made;
}

Rule finished(CheckRule made) {
    made.rule.check = std::move(made.check);
    return std::move(made.rule);
}

Rule load_rule(const RuleSection<CheckRule>& described, const CheckKind& kind,
               const toml::table& table, const RuleFileContext& context) {
    auto made = default_rule(kind, context);
    made.rule.where = context.diagnostics.where(place_of(table));
    described.read(table, made, context);
    return finished(std::move(made));
}

/// The check that a [[rule]] names, or a complaint.
const CheckKind* kind_of(const toml::table& table, const RuleFileContext& context) {
    const auto* node = table.get("check");
    const auto name = node == nullptr ? std::nullopt : node->value_exact<std::string>();
    if (!name) {
        context.diagnostics.error(node == nullptr ? place_of(table) : place_of(*node),
                                  "[[rule]] needs a 'check' by name");
        return nullptr;
    }
    const auto* kind = find_check(*name);
    if (kind == nullptr) {
        context.diagnostics.error(place_of(*node), unknown("check", *name, check_names()));
    }
    return kind;
}

/// Rules of [[rule]], in the order of the file.
std::vector<Rule> load_written_rules(const Section& top, const RuleFileContext& context) {
    std::vector<Rule> rules;
    for (const auto* table : top.tables("rule")) {
        const auto* kind = kind_of(*table, context);
        if (kind == nullptr) {
            continue;
        }
        auto rule = load_rule(rule_section_for(*kind), *kind, *table, context);
        if (std::any_of(rules.begin(), rules.end(),
                        [&rule](const Rule& each) { return each.id == rule.id; })) {
            context.diagnostics.error(place_of(*table), "two rules have the id '" + rule.id + "'");
        }
        rules.push_back(std::move(rule));
    }
    return rules;
}

void complain_of_unknown_checks(const toml::table* checks, const RuleFileContext& context) {
    static const toml::table nothing;
    for (const auto& [key, value] : checks == nullptr ? nothing : *checks) {
        if (find_check(key.str()) == nullptr) {
            context.diagnostics.error(place_of(value), unknown("check", key.str(), check_names()));
        } else if (!value.is_table()) {
            context.diagnostics.error(place_of(value), "a check is set in [check.NAME]");
        }
    }
}

/// The rule of [check.NAME], or the default where the file has no such section.
Rule load_builtin(const CheckKind& kind, const toml::table* checks,
                  const RuleFileContext& context) {
    const auto* node = checks == nullptr ? nullptr : checks->get(kind.name);
    if (node == nullptr || !node->is_table()) {
        return finished(default_rule(kind, context));
    }
    const auto& table = *node->as_table();
    auto rule = load_rule(check_section(kind), kind, table, context);
    if (rule.action == Action::suspend) {
        context.diagnostics.error(place_in(table, "action"),
                                  "\"suspend\" is for a [[rule]] or a [[limit]]");
    }
    return rule;
}

}  // namespace

RuleSection<CheckRule> check_section(const CheckKind& kind) {
    RuleSection<CheckRule> section("[check." + kind.name + ']', kind.summary);
    add_check_keys(section, kind);
    return section;
}

RuleSection<CheckRule> rule_section_for(const CheckKind& kind) {
    auto section = written_rule();
    add_check_keys(section, kind);
    return with_condition(section);
}

const RuleSection<CheckRule>& rule_section() {
    static const RuleSection<CheckRule> section = [] {
        auto written = written_rule();
        return with_condition(written);
    }();
    return section;
}

SectionSchema check_schema(const CheckKind& kind) {
    return check_section(kind).schema();
}

SectionSchema rule_schema_for(const CheckKind& kind) {
    return rule_section_for(kind).schema();
}

std::vector<Rule> load_rules_in_order(const Section& top, const RuleFileContext& context) {
    const auto* checks = top.table("check");
    complain_of_unknown_checks(checks, context);
    auto written = load_written_rules(top, context);
    std::vector<Rule> rules;
    for (const auto& kind : all_checks()) {
        rules.push_back(load_builtin(kind, checks, context));
        for (auto& rule : written) {
            if (rule.check_name == kind.name) {
                rules.push_back(std::move(rule));
            }
        }
    }
    for (auto& limit : load_limits(top.tables("limit"), rules, context)) {
        rules.push_back(std::move(limit));
    }
    return rules;
}

}  // namespace msa
