// The rule sets in force, and their replacement. A transaction keeps the one it began with.
#pragma once

#include "base/guarded.h"
#include "policy/rule_sets.h"

#include <memory>
#include <utility>

namespace msa {

class RuleStore {
public:
    explicit RuleStore(std::shared_ptr<const RuleSets> rules) : rules_(std::move(rules)) {}

    [[nodiscard]] std::shared_ptr<const RuleSets> current() const {
        return rules_.with([](const auto& rules) { return rules; });
    }
    void replace(std::shared_ptr<const RuleSets> rules) {
        rules_.with([&rules](auto& held) { held.swap(rules); });
    }

private:
    Guarded<std::shared_ptr<const RuleSets>> rules_;
};

}  // namespace msa
