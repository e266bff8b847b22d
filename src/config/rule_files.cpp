#include "config/rule_files.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

/// What both govern, in words; empty: nothing.
std::string common_scope(const RuleSet& first, const RuleSet& second) {
    if (first.listeners.empty() || second.listeners.empty()) {
        const auto& named = first.listeners.empty() ? second.listeners : first.listeners;
        return named.empty() ? "every listener" : "listener '" + printable(named.front()) + '\'';
    }
    for (const auto& listener : second.listeners) {
        if (std::find(first.listeners.begin(), first.listeners.end(), listener) !=
            first.listeners.end()) {
            return "listener '" + printable(listener) + '\'';
        }
    }
    return {};
}

void complain_of_overlap(const LoadedRules& first, LoadedRules& second) {
    if (!first.rules || !second.rules) {
        return;
    }
    const auto common = common_scope(*first.rules, *second.rules);
    if (!common.empty()) {
        second.diagnostics.error(
            second.scope, common + " is governed by " + first.diagnostics.file() + " already");
    }
}

}  // namespace

LoadedRuleFiles load_rule_files(const std::vector<std::string>& paths, const RuleServices& services,
                                std::chrono::system_clock::time_point now) {
    LoadedRuleFiles loaded;
    for (const auto& path : paths) {
        loaded.files.push_back(load_rules(path, services, now));
    }
    auto& files = loaded.files;
    for (auto second = files.begin(); second != files.end(); ++second) {
        for (auto first = files.begin(); first != second; ++first) {
            complain_of_overlap(*first, *second);
        }
    }
    std::vector<std::shared_ptr<const RuleSet>> sets;
    for (auto& file : files) {
        if (file.diagnostics.has_errors()) {
            file.rules = nullptr;
        } else {
            sets.push_back(file.rules);
        }
    }
    if (sets.size() == paths.size()) {
        loaded.rules = std::make_shared<const RuleSets>(std::move(sets));
    }
    return loaded;
}

}  // namespace msa
