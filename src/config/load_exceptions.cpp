// [[exception]]: for whom a rule is different, and until when.
#include "checks/all_checks.h"
#include "config/rule_loader.h"

#include <algorithm>

namespace msa {
namespace {

const CheckKind* kind_in(const Rule& rule) {
    const auto* kind = kind_of_limit(rule);
    return kind == nullptr ? find_check(rule.check_name) : kind;
}

Exception load_exception(const Section& section, const std::vector<Rule>& rules,
                         const RuleFileContext& context) {
    std::vector<std::string> ids;
    ids.reserve(rules.size());
    for (const auto& rule : rules) {
        ids.push_back(rule.id);
    }
    Exception exception;
    exception.id = section.string("id").value_or(std::string());
    exception.rule = section.word("rule", ids).value_or(std::string());
    if (const auto* when = section.table("when")) {
        const auto rule = std::find(ids.begin(), ids.end(), exception.rule);
        const auto* kind = rule == ids.end()
                               ? nullptr
                               : kind_in(rules[static_cast<std::size_t>(rule - ids.begin())]);
        exception.when = load_condition(*when, kind, context);
    }
    if (const auto word = section.word("action", {"log", "repair", "hold", "defer", "reject"})) {
        exception.action = *parse_action(*word);
        const auto rule = std::find(ids.begin(), ids.end(), exception.rule);
        if (exception.action == Action::repair && rule != ids.end()) {
            const auto& excepted = rules[static_cast<std::size_t>(rule - ids.begin())];
            if (const auto* kind = kind_in(excepted); kind != nullptr && !kind->can_repair) {
                section.error("action", "'" + excepted.check_name + "' cannot repair");
            }
        }
    }
    const auto until = section.end_instant("until");
    exception.until = until.value_or(context.now);
    if (until && *until <= context.now) {
        context.diagnostics.warning(section.place("until"),
                                    "exception '" + exception.id + "' has expired");
    }
    exception.owner = section.string("owner").value_or(std::string());
    exception.ticket = section.string("ticket").value_or(std::string());
    exception.where = context.diagnostics.where(section.place());
    return exception;
}

}  // namespace

std::vector<Exception> load_exceptions(const std::vector<const toml::table*>& tables,
                                       const std::vector<Rule>& rules,
                                       const RuleFileContext& context) {
    std::vector<Exception> exceptions;
    for (const auto* table : tables) {
        const Section section(*table, exception_schema(), context.diagnostics);
        auto exception = load_exception(section, rules, context);
        if (std::any_of(exceptions.begin(), exceptions.end(),
                        [&](const Exception& each) { return each.id == exception.id; })) {
            section.error("id", "two exceptions have the id '" + exception.id + "'");
        }
        exceptions.push_back(std::move(exception));
    }
    return exceptions;
}

}  // namespace msa
