#include "commands/held_approval.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

const RuleSet* set_of(const HeldRecord& held, const RuleSets& sets) {
    for (const auto& each : sets.sets()) {
        if (each->file == held.rules_file) {
            return each.get();
        }
    }
    return nullptr;
}

/// Of the file that held the message, or, where that is not in force, of any; null: there is none.
std::vector<std::pair<const RuleSet*, const Rule*>> rules_named(const std::string& id,
                                                                const HeldRecord& held,
                                                                const RuleSets& sets) {
    std::vector<std::pair<const RuleSet*, const Rule*>> found;
    const auto* const own = set_of(held, sets);
    for (const auto& set : sets.sets()) {
        if (own != nullptr && set.get() != own) {
            continue;
        }
        for (const auto& rule : set->rules) {
            if (rule.id == id) {
                found.emplace_back(set.get(), &rule);
            }
        }
    }
    return found;
}

std::string objection(const Rule& rule, const Groups& groups, const HeldRecord& held,
                      const std::string& approver) {
    const auto demand = "rule " + rule.id + " needs the approval of " + join(rule.approve, " or ");
    if (approver.empty()) {
        return demand + ": name who approves it with --as LOGIN";
    }
    const auto login = canonical_login(approver, groups.login_domain);
    if (!held.login.empty() && login == canonical_login(held.login, groups.login_domain)) {
        return demand + ", and " + printable(login) + " sent this message";
    }
    const Lookups lookups;
    std::string trouble;
    for (const auto& entry : rule.approve) {
        const auto means = groups.means(entry, login, lookups);
        if (means && *means) {
            return {};
        }
        if (!means) {
            trouble = means.error().what;
        }
    }
    return trouble.empty() ? demand + ": " + printable(login) + " is none of them"
                           : demand + ", and who that is cannot be told: " + trouble;
}

}  // namespace

std::string objection_to_release(const HeldRecord& held, const std::string& approver,
                                 const RuleSets& sets) {
    for (const auto& each : held.rules) {
        for (const auto& [set, rule] : rules_named(each.id, held, sets)) {
            if (rule->approve.empty()) {
                continue;
            }
            auto why = objection(*rule, set->owners.groups(), held, approver);
            if (!why.empty()) {
                return why;
            }
        }
    }
    return {};
}

}  // namespace msa
