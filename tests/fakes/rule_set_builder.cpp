#include "fakes/rule_set_builder.h"

#include "checks/all_checks.h"

namespace msa {

RuleSetBuilder& RuleSetBuilder::with_built_in_checks() {
    for (const auto& kind : all_checks()) {
        Rule rule;
        rule.id = kind.name;
        rule.check_name = kind.name;
        rule.check = kind.make();
        rule.stages = kind.stages;
        rule.may_stay_when_resent = kind.may_stay_when_resent;
        rule.action = kind.default_action;
        rules.rules.push_back(std::move(rule));
    }
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with(Rule rule) {
    rules.rules.push_back(std::move(rule));
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with(Exception exception) {
    rules.exceptions.push_back(std::move(exception));
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with_owner(std::string key, std::vector<std::string> logins) {
    owners_.insert_or_assign(std::move(key), std::move(logins));
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with_delegation(Delegation delegation) {
    ownership.delegations.push_back(std::move(delegation));
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with_table(std::string name, std::shared_ptr<const Table> table) {
    ownership.tables.push_back({std::move(name), std::move(table)});
    return *this;
}

RuleSetBuilder& RuleSetBuilder::with_signer(std::set<std::string, std::less<>> domains,
                                            SigningFaults faults) {
    rules.signer = std::make_unique<FakeSigner>(std::move(domains), faults);
    return *this;
}

std::shared_ptr<const RuleSet> RuleSetBuilder::build() {
    if (!owners_.empty()) {
        with_table("staff", std::make_shared<FakeTable>(std::move(owners_)));
    }
    rules.owners = Owners(std::move(ownership), std::move(groups));
    return std::make_shared<const RuleSet>(std::move(rules));
}

}  // namespace msa
