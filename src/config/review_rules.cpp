// Rules and exceptions that can have no effect.
#include "base/text.h"
#include "config/review.h"

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

/// The same question of the same people. What it says, and what names it, is no matter.
bool asks_the_same(const toml::table& first, const toml::table& second) {
    static constexpr std::array<std::string_view, 6> answers{"id",       "action",      "reply",
                                                             "on_error", "accept_risk", "mode"};
    const auto question = [](toml::table table) {
        for (const auto& key : answers) {
            table.erase(key);
        }
        return table;
    };
    return question(first) == question(second);
}

void rules_behind_equal_ones(const Review& review) {
    std::vector<const toml::table*> before;
    for (const auto* table : tables_of(review.root, "rule")) {
        const auto* rule = rule_called(review.rules, (*table)["id"].value_or(std::string()));
        if (rule == nullptr || rule->action == Action::off) {
            continue;
        }
        const auto same = std::find_if(before.begin(), before.end(), [table](const auto* each) {
            return asks_the_same(*each, *table);
        });
        if (same != before.end()) {
            review.diagnostics.warning(place_of(*table),
                                       "rule '" + printable(rule->id) + "' asks what rule '" +
                                           printable((**same)["id"].value_or(std::string())) +
                                           "' has asked already");
        }
        before.push_back(table);
    }
}

/// No list, or an empty one, of those who may be written to.
void nobody_may_be_written_to(const Review& review) {
    const auto look = [&review](const toml::table& table, const std::string& id) {
        const auto* rule = rule_called(review.rules, id);
        const auto* allow = table.get("allow");
        if (rule == nullptr || rule->check != "recipient_rights" || rule->action == Action::off) {
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
    const auto look = [&](const toml::table& table) {
        const auto* maximum = table.get("maximum");
        if (maximum != nullptr && maximum->value_or(least) < least) {
            review.diagnostics.warning(
                place_of(*maximum),
                "a client may count on 100 recipients (RFC 5321, 4.5.3.1.8); fewer belong into a "
                "[[rule]] with 'when'");
        }
    };
    if (const auto* table = table_of(review.root, "check", "recipient_count")) {
        look(*table);
    }
    for (const auto* table : tables_of(review.root, "rule")) {
        if ((*table)["check"].value_or(std::string()) == "recipient_count" &&
            !table->contains("when")) {
            look(*table);
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
