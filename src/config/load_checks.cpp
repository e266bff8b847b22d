// [check.NAME] and [[rule]].
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/check_entries.h"
#include "config/load_people.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"

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

void load_action(const CheckKind& kind, const Section& section, Rule& rule) {
    if (const auto word = section.word("action", action_words())) {
        rule.action = *parse_action(*word);
        if (rule.action == Action::repair && !kind.can_repair) {
            section.error("action", "'" + kind.name + "' cannot repair");
        }
        if (rule.action == Action::suspend && kind.reply.empty()) {
            section.error("action", "'" + kind.name + "' refuses nothing");
        }
    }
    if (const auto word = section.word("on_error", {"defer", "reject", "log"})) {
        rule.on_error = *parse_action(*word);
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

void load_options(const CheckKind& kind, const Section& section, Check& check, Rule& rule,
                  const RuleFileContext& context) {
    for (std::size_t i = 0; i < kind.options.size(); ++i) {
        const auto& option = kind.options[i];
        if (option.holds_logins) {
            check_logins(section.strings(option.name), context);
        }
        auto value = section.option(option.name);
        if (!value) {
            continue;
        }
        rule.options[i] = *value;
        if (const auto ok = option.set(check, *std::move(value)); !ok) {
            section.error(option.name, "'" + option.name + "': " + ok.error().what);
        }
    }
}

void load_table_options(const CheckKind& kind, const Section& section, Check& check, Rule& rule,
                        const RuleFileContext& context) {
    for (std::size_t i = 0; i < kind.tables.size(); ++i) {
        const auto& table = kind.tables[i];
        if (const auto name = section.string(table.name)) {
            rule.options[kind.options.size() + i] = *name;
            const Placed<std::string> named{*name, section.place(table.name)};
            const auto opened = context.tables->open(named, TableSettings::Use::any);
            if (opened != nullptr) {
                warn_of_entries(kind.name, *opened, named, context);
            }
            table.set(check, opened);
        }
    }
}

std::string id_of(const Section& section) {
    return section.string("id").value_or(std::string());
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

Rule load_rule(const CheckKind& kind, const toml::table& table, const RuleFileContext& context) {
    const SectionSchema schema = rule_schema_for(kind);
    const Section section(table, schema, context.diagnostics);
    Rule rule = load_check(kind, &section, context);
    rule.id = id_of(section);
    load_suspension(section, rule);
    if (rule.id != printable(rule.id) || rule.id.size() > 64) {
        section.error("id", "an id is 1 to 64 characters of printable ASCII");
    }
    if (find_check(rule.id) != nullptr) {
        section.error(
            "id", "'" + rule.id + "' is the name of a check; that rule is [check." + rule.id + ']');
    }
    if (const auto* when = section.table("when")) {
        rule.when = load_condition(*when, &kind, context);
    }
    return rule;
}

/// Rules of [[rule]], in the order of the file.
std::vector<Rule> load_written_rules(const Section& top, const RuleFileContext& context) {
    std::vector<Rule> rules;
    for (const auto* table : top.tables("rule")) {
        const auto* kind = kind_of(*table, context);
        if (kind == nullptr) {
            continue;
        }
        auto rule = load_rule(*kind, *table, context);
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
        return load_check(kind, nullptr, context);
    }
    const auto schema = check_schema(kind);
    const Section section(*node->as_table(), schema, context.diagnostics);
    auto rule = load_check(kind, &section, context);
    if (rule.action == Action::suspend) {
        section.error("action", "\"suspend\" is for a [[rule]] or a [[limit]]");
    }
    return rule;
}

}  // namespace

void load_mode(const Section& section, Rule& rule, const RuleFileContext& context) {
    if (const auto word = section.word("mode", mode_words())) {
        rule.mode = *parse_mode(*word);
    }
    rule.monitor_until = section.end_instant("monitor_until");
    if (!rule.monitor_until) {
        return;
    }
    if (rule.mode != Mode::monitor) {
        section.error("monitor_until", "'monitor_until' needs mode = \"monitor\"");
    } else if (*rule.monitor_until <= context.now) {
        context.diagnostics.warning(section.place("monitor_until"),
                                    "monitoring of '" + rule.id + "' is over; it is enforced");
    }
}

void load_reply(const Section& section, Rule& rule) {
    const auto text = section.string("reply");
    if (!text) {
        return;
    }
    auto reply = parse_reply(*text);
    if (!reply) {
        section.error("reply", reply.error().what);
        return;
    }
    if (rule.action == Action::reject && !reply->is_permanent()) {
        section.error("reply", "a 4xx reply needs action = \"defer\"");
    }
    rule.reply = *std::move(reply);
}

void load_approvers(const Section& section, Rule& rule, const RuleFileContext& context) {
    if (!section.has("approve")) {
        return;
    }
    const auto approvers = section.strings("approve");
    check_logins(approvers, context);
    rule.approve = values_of(approvers);
    if (rule.approve.empty()) {
        section.error("approve", "an empty list lets nobody release what is held");
    } else if (rule.action != Action::hold) {
        section.error("approve", "'approve' is for a rule with action = \"hold\"");
    }
}

Rule load_check(const CheckKind& kind, const Section* section, const RuleFileContext& context) {
    auto check = kind.make();
    Rule rule;
    rule.id = kind.name;
    rule.check_name = kind.name;
    rule.stages = kind.stages;
    rule.may_stay_when_resent = kind.may_stay_when_resent;
    rule.action = kind.default_action;
    rule.on_error = kind.default_on_error;
    rule.mode = context.mode;
    rule.options = default_options(kind);
    if (section != nullptr) {
        rule.where = context.diagnostics.where(section->place());
        load_action(kind, *section, rule);
        load_mode(*section, rule, context);
        load_options(kind, *section, *check, rule, context);
        load_table_options(kind, *section, *check, rule, context);
        load_reply(*section, rule);
        load_approvers(*section, rule, context);
    }
    rule.check = std::move(check);
    return rule;
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
