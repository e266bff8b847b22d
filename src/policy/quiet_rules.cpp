#include "policy/quiet_rules.h"

#include <algorithm>

namespace msa {

QuietRules::QuietRules(std::size_t most) {
    for (auto& stage : stages_) {
        stage.rules.reserve(most);
    }
}

void QuietRules::add(Stage stage, const Rule& rule) {
    stages_.at(static_cast<std::size_t>(stage)).rules.push_back(&rule);
}

bool QuietRules::covers(Stage stage, const Rule& rule) const {
    const auto& [rules, next] = stages_.at(static_cast<std::size_t>(stage));
    const auto asks_the_same = [&rule](const Rule* each) {
        return each->check_name == rule.check_name && each->options == rule.options;
    };
    const auto from = rules.begin() + static_cast<std::ptrdiff_t>(next);
    auto found = std::find_if(from, rules.end(), asks_the_same);
    if (found == rules.end()) {
        found = std::find_if(rules.begin(), from, asks_the_same);
        if (found == from) {
            return false;
        }
    }
    next = static_cast<std::size_t>(found - rules.begin()) + 1;
    return true;
}

}  // namespace msa
