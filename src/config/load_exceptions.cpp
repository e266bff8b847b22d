// [[exception]]: for whom a rule is different, and until when.
#include "checks/all_checks.h"
#include "config/rule_sections.h"

#include <algorithm>

namespace msa {
namespace {

const CheckKind* kind_in(const Rule& rule) {
    const auto* kind = kind_of_limit(rule);
    return kind == nullptr ? find_check(rule.check_name) : kind;
}

/// Null: there is none of that id.
const Rule* rule_of(const Exception& exception, const RuleFileContext& context) {
    const auto& rules = *context.rules;
    const auto found = std::find_if(rules.begin(), rules.end(), [&exception](const Rule& rule) {
        return rule.id == exception.rule;
    });
    return found == rules.end() ? nullptr : &*found;
}

void read_rule(const Section& section, std::string_view key, Exception& exception,
               const RuleFileContext& context) {
    std::vector<std::string> ids;
    ids.reserve(context.rules->size());
    for (const auto& rule : *context.rules) {
        ids.push_back(rule.id);
    }
    exception.rule = section.word(key, ids).value_or(std::string());
}

void read_when(const Section& section, std::string_view key, Exception& exception,
               const RuleFileContext& context) {
    if (const auto* when = section.table(key)) {
        const auto* rule = rule_of(exception, context);
        exception.when = load_condition(*when, rule == nullptr ? nullptr : kind_in(*rule), context);
    }
}

void read_until(const Section& section, std::string_view key, Exception& exception,
                const RuleFileContext& context) {
    const auto until = section.end_instant(key);
    exception.until = until.value_or(context.now);
    if (until && *until <= context.now) {
        context.diagnostics.warning(section.place(key),
                                    "exception '" + exception.id + "' has expired");
    }
}

void check_exception(const Section& section, Exception& exception, const RuleFileContext& context) {
    exception.where = context.diagnostics.where(section.place());
    const auto* rule = rule_of(exception, context);
    if (exception.action == Action::repair && rule != nullptr) {
        if (const auto* kind = kind_in(*rule); kind != nullptr && !kind->can_repair) {
            section.error("action", "'" + rule->check_name + "' cannot repair");
        }
    }
}

}  // namespace

const RuleSection<Exception>& exception_section() {
    static const auto section =
        RuleSection<Exception>(
            "[[exception]]",
            "For whom a rule has another action, until when, and who answers for it. What is let "
            "through by one is never signed for a foreign author.")
            .is_example()
            .key("id", &Exception::id, "Names it in records.",
                 {.required = true, .example = "\"helpdesk-replies-as-agents\""})
            .custom("rule", read_rule, "The id of the rule.",
                    {.required = true, .example = "\"header_from_rights\""})
            .custom("when", read_when, "For whom.",
                    {.type = ValueType::table,
                     .required = true,
                     .example = "{ login = [\"helpdesk-app\"] }",
                     .section = &when_section().schema()})
            .word("action", &Exception::action,
                  "The action instead: \"log\", \"repair\", \"hold\", \"defer\", \"reject\".",
                  words_of({"log", "repair", "hold", "defer", "reject"}, parse_action),
                  {.required = true, .example = "\"log\""})
            .custom("until", read_until, "The last day on which it holds (UTC).",
                    {.type = ValueType::date, .required = true, .example = "2027-03-01"})
            .key("owner", &Exception::owner, "Who answers for it.",
                 {.required = true, .example = "\"security@example.com\""})
            .key("ticket", &Exception::ticket, "Where it was decided.",
                 {.required = true, .example = "\"SEC-4502\""})
            .known("why", "The reason.",
                   {.required = true, .example = "\"ticket system replies as agents\""})
            .check(check_exception);
    return section;
}

std::vector<Exception> load_exceptions(const std::vector<const toml::table*>& tables,
                                       const RuleFileContext& context) {
    std::vector<Exception> exceptions;
    for (const auto* table : tables) {
        auto exception = exception_section().read(*table, context);
        if (std::any_of(exceptions.begin(), exceptions.end(),
                        [&](const Exception& each) { return each.id == exception.id; })) {
            context.diagnostics.error(place_in(*table, "id"),
                                      "two exceptions have the id '" + exception.id + "'");
        }
        exceptions.push_back(std::move(exception));
    }
    return exceptions;
}

}  // namespace msa
