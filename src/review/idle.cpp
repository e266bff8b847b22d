// Settings without effect: of checks that are off, of rules that ask nothing, of rules that nobody
// hears of.
#include "base/text.h"
#include "checks/all_checks.h"
#include "review/findings.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

/// A rule with the section that it is written in.
struct Written {
    const Rule& rule;
    const toml::table& table;
    bool is_further;  // of [[rule]]

    [[nodiscard]] std::string name() const { return '\'' + printable(rule.id) + '\''; }
    [[nodiscard]] Place place(std::string_view key) const {
        const auto* node = table.get(key);
        return node == nullptr ? place_of(table) : place_of(*node);
    }
    [[nodiscard]] bool acts() const {
        return rule.action != Action::off && rule.action != Action::log;
    }
};

std::vector<Written> written_rules(const Review& review) {
    const auto tables = tables_of(review.root, "rule");
    std::vector<Written> written;
    for (const auto& rule : review.rules.rules) {
        if (rule.check->limit() != nullptr) {
            continue;  // what means nothing there is an error
        }
        if (rule.id == rule.check_name) {
            if (const auto* table = table_of(review.root, "check", rule.id)) {
                written.push_back({rule, *table, false});
            }
            continue;
        }
        const auto table = std::find_if(tables.begin(), tables.end(), [&rule](const auto* each) {
            return (*each)["id"].value_or(std::string()) == rule.id;
        });
        written.push_back({rule, **table, true});
    }
    return written;
}

bool has_exception(const Review& review, const Rule& rule) {
    const auto& all = review.rules.exceptions;
    return std::any_of(all.begin(), all.end(),
                       [&rule](const Exception& each) { return each.rule == rule.id; });
}

/// The key of an option or a table; empty: only what every rule has.
std::string option_in(const Written& each) {
    const auto& kind = *find_check(each.rule.check_name);
    for (const auto& option : kind.options) {
        if (each.table.contains(option.name)) {
            return option.name;
        }
    }
    for (const auto& table : kind.tables) {
        if (each.table.contains(table.name)) {
            return table.name;
        }
    }
    return {};
}

/// Who sets an option, and no action, wants to be asked by it.
void options_of_checks_that_are_off(const Review& review) {
    for (const auto& each : written_rules(review)) {
        if (each.rule.action != Action::off || each.table.contains("action") || each.is_further) {
            continue;
        }
        if (const auto option = option_in(each); !option.empty()) {
            review.diagnostics.warning(each.place(option),
                                       "means nothing while " + each.name() +
                                           " is off, as it is unless 'action' says otherwise");
        }
    }
}

void further_rules_that_are_off(const Review& review) {
    for (const auto& each : written_rules(review)) {
        if (!each.is_further || each.rule.action != Action::off) {
            continue;
        }
        const bool is_said = each.table.contains("action");
        review.diagnostics.warning(
            each.place("action"),
            is_said ? "a [[rule]] that is off does nothing: it exempts nobody from [check." +
                          each.rule.check_name + "], as an [[exception]] would"
                    : "rule " + each.name() + " does nothing: '" + each.rule.check_name +
                          "' is off unless 'action' says otherwise");
    }
}

void monitoring_of_what_does_not_act(const Review& review) {
    for (const auto& each : written_rules(review)) {
        if (each.table.contains("mode") && each.rule.mode == Mode::monitor && !each.acts()) {
            review.diagnostics.warning(each.place("mode"),
                                       "monitored or not, " + each.name() +
                                           " does nothing if its action is \"" +
                                           std::string(to_text(each.rule.action)) + '"');
        }
    }
}

void replies_that_nobody_hears(const Review& review) {
    for (const auto& each : written_rules(review)) {
        const bool may_refuse = each.acts() || each.rule.on_error == Action::reject;
        if (each.table.contains("reply") && !may_refuse && !has_exception(review, each.rule)) {
            review.diagnostics.warning(each.place("reply"),
                                       "nobody is told this: the action of " + each.name() +
                                           " is \"" + std::string(to_text(each.rule.action)) + '"');
        }
    }
}

/// Without one of its keys a check has nothing to ask.
struct Need {
    std::string_view check;
    std::array<std::string_view, 2> any_of;
    std::string_view otherwise;
};

constexpr std::array<Need, 5> needs{
    {{"alias_domains", {"table", "table"}, "without 'table' no domain is replaced"},
     {"rewrite_senders", {"table", "table"}, "without 'table' no address is replaced"},
     {"expand_domains", {"domain", "table"}, "without 'domain' and 'table' nothing is completed"},
     {"egress_spf", {"egress", "egress"}, "without 'egress' nothing is asked"},
     {"remove_trace_fields", {"names", "names"}, "an empty list removes nothing"}}};

bool is_given(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    const auto* list = node == nullptr ? nullptr : node->as_array();
    return node != nullptr && (list == nullptr || !list->empty());
}

void rules_that_ask_nothing(const Review& review) {
    for (const auto& each : written_rules(review)) {
        for (const auto& need : needs) {
            const bool has_default =
                need.check == "remove_trace_fields" && !each.table.contains(need.any_of.front());
            const bool has_any =
                std::any_of(need.any_of.begin(), need.any_of.end(),
                            [&each](std::string_view key) { return is_given(each.table, key); });
            if (each.rule.check_name == need.check && each.acts() && !has_any && !has_default) {
                review.diagnostics.warning(each.place(need.any_of.front()),
                                           std::string(need.otherwise));
            }
        }
    }
}

/// It guards against half a file, and must not stay behind.
void permission_to_have_none(const Review& review) {
    if (review.rules.allow_none && review.rules.signer != nullptr &&
        (review.rules.owners.settings().self || !review.rules.owners.settings().tables.empty())) {
        review.diagnostics.warning(
            place_of(*review.root.get("allow_none")),
            "there are owners and a key here: this only lets half a file pass");
    }
}

}  // namespace

const std::vector<ReviewFinding>& idle_findings() {
    static const std::vector<ReviewFinding> findings{
        options_of_checks_that_are_off, further_rules_that_are_off, monitoring_of_what_does_not_act,
        replies_that_nobody_hears,      rules_that_ask_nothing,     permission_to_have_none};
    return findings;
}

}  // namespace msa
