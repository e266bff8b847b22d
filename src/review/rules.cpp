// Rules and exceptions that can have no effect.
#include "base/text.h"
#include "review/condition_overlap.h"
#include "review/findings.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace msa {
namespace {

const Rule* rule_called(const RuleSet& rules, std::string_view id) {
    const auto found = std::find_if(rules.rules.begin(), rules.rules.end(),
                                    [id](const Rule& each) { return each.id == id; });
    return found == rules.rules.end() ? nullptr : &*found;
}

void exceptions_without_effect(const Review& review) {
    for (const auto* table : tables_of(review.root, "exception")) {
        const auto id = (*table)["rule"].value_or(std::string());
        const auto action = parse_action((*table)["action"].value_or(std::string()));
        const auto* rule = rule_called(review.rules, id);
        if (rule == nullptr || !action) {
            continue;
        }
        const auto place = place_of(*table->get("rule"));
        if (rule->action == Action::off) {
            review.diagnostics.warning(place, "rule '" + id + "' is off: no exception is needed");
        } else if (rule->action == *action) {
            review.diagnostics.warning(place, "rule '" + id + "' has that action already: \"" +
                                                  std::string(to_text(*action)) + '"');
        }
    }
}

/// What a rule asks, apart from whom. What it says, and what names it, is no matter.
toml::table question_of(const toml::table& table) {
    static constexpr std::array<std::string_view, 10> others{
        "id",          "check", "action",        "reply", "on_error",
        "accept_risk", "mode",  "monitor_until", "when",  "approve"};
    toml::table question = table;
    for (const auto& key : others) {
        question.erase(key);
    }
    return question;
}

/// A rule with the table that describes it.
struct Written {
    const Rule* rule;
    const toml::table* table;
};

/// Whether the earlier rule leaves nothing for the later one.
bool asks_for(const Review& review, const Written& earlier, const Written& later) {
    const auto& groups = review.rules.owners.groups();
    if (earlier.rule->check_name != later.rule->check_name ||
        question_of(*earlier.table) != question_of(*later.table) ||
        !covers(earlier.rule->when, later.rule->when, groups)) {
        return false;
    }
    const bool has_exception =
        std::any_of(review.rules.exceptions.begin(), review.rules.exceptions.end(),
                    [&](const Exception& each) { return each.rule == earlier.rule->id; });
    const bool is_for_the_same = covers(later.rule->when, earlier.rule->when, groups);
    const bool only_logs = later.rule->action == Action::log;
    return is_for_the_same ||
           (earlier.rule->mode == Mode::enforce &&
            (only_logs || (earlier.rule->action == later.rule->action && !has_exception)));
}

/// [check.NAME], written or not, that act on what they find.
std::vector<Written> enforced_checks(const Review& review) {
    static const toml::table defaults;
    std::vector<Written> found;
    for (const auto& rule : review.rules.rules) {
        if (rule.id == rule.check_name && rule.action != Action::off &&
            rule.mode == Mode::enforce) {
            const auto* table = table_of(review.root, "check", rule.id);
            found.push_back({&rule, table == nullptr ? &defaults : table});
        }
    }
    return found;
}

void rules_behind_equal_ones(const Review& review) {
    auto before = enforced_checks(review);
    for (const auto* table : tables_of(review.root, "rule")) {
        const auto* rule = rule_called(review.rules, (*table)["id"].value_or(std::string()));
        if (rule == nullptr || rule->action == Action::off) {
            continue;
        }
        const Written later{rule, table};
        const auto same = std::find_if(before.begin(), before.end(), [&](const Written& each) {
            return asks_for(review, each, later);
        });
        if (same != before.end()) {
            const bool is_meant_to_let_pass = rule->action == Action::log &&
                                              same->rule->action != Action::log &&
                                              table->contains("when");
            review.diagnostics.warning(
                place_of(*table),
                "rule '" + printable(rule->id) + "' asks what rule '" + printable(same->rule->id) +
                    "' has asked already" +
                    (is_meant_to_let_pass ? ", and exempts nobody from it: an [[exception]] would"
                                          : ""));
        }
        before.push_back(later);
    }
}

/// No list, or an empty one, of those who may be written to.
void nobody_may_be_written_to(const Review& review) {
    const auto look = [&review](const toml::table& table, const std::string& id) {
        const auto* rule = rule_called(review.rules, id);
        const auto* allow = table.get("allow");
        if (rule == nullptr || rule->check_name != "recipient_rights" ||
            rule->action == Action::off) {
            return;
        }
        if (allow == nullptr) {
            review.diagnostics.error(place_of(table),
                                     "without 'allow' nobody may write to anybody");
        } else if (allow->as_array()->empty()) {
            review.diagnostics.error(place_of(*allow),
                                     "an empty list lets nobody write to anybody");
        }
    };
    if (const auto* table = table_of(review.root, "check", "recipient_rights")) {
        look(*table, "recipient_rights");
    }
    for (const auto* table : tables_of(review.root, "rule")) {
        look(*table, (*table)["id"].value_or(std::string()));
    }
}

/// Other servers count on a hundred; a site may ask less of some of its own (RFC 6409, 6.2).
void few_recipients_for_everybody(const Review& review) {
    constexpr std::int64_t least = 100;
    const auto look = [&](const toml::table& table, const std::string& id) {
        const auto* maximum = table.get("maximum");
        const auto* rule = rule_called(review.rules, id);
        const bool refuses =
            rule != nullptr && rule->action != Action::off && rule->action != Action::log;
        if (refuses && maximum != nullptr && maximum->value_or(least) < least) {
            review.diagnostics.warning(place_of(*maximum),
                                       "a client may count on 100 recipients (RFC 5321, "
                                       "4.5.3.1.8); fewer belong in a [[rule]] with 'when'");
        }
    };
    if (const auto* table = table_of(review.root, "check", "recipient_count")) {
        look(*table, "recipient_count");
    }
    for (const auto* table : tables_of(review.root, "rule")) {
        if ((*table)["check"].value_or(std::string()) == "recipient_count" &&
            !table->contains("when")) {
            look(*table, (*table)["id"].value_or(std::string()));
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& rule_findings() {
    static const std::vector<ReviewFinding> findings{
        exceptions_without_effect, rules_behind_equal_ones, nobody_may_be_written_to,
        few_recipients_for_everybody};
    return findings;
}

}  // namespace msa
