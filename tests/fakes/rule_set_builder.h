// Rule sets of literals.
#pragma once

#include "fakes/fake_signer.h"
#include "fakes/fake_table.h"
#include "policy/rule_set.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace msa {

class RuleSetBuilder {
public:
    RuleSetBuilder() {
        rules.version = "test";
        rules.hash = "sha256:0";
    }

    /// All built-in checks with their default options and actions.
    RuleSetBuilder& with_built_in_checks();
    RuleSetBuilder& with(Rule rule);
    RuleSetBuilder& with(Exception exception);
    /// `key` as in mail/address_key.h.
    RuleSetBuilder& with_owner(std::string key, std::vector<std::string> logins);
    RuleSetBuilder& with_delegation(Delegation delegation);
    RuleSetBuilder& with_table(std::string name, std::shared_ptr<const Table> table);
    RuleSetBuilder& with_signer(std::set<std::string, std::less<>> domains,
                                SigningFaults faults = {});

    /// Once; the builder is empty afterwards.
    [[nodiscard]] std::shared_ptr<const RuleSet> build();

    RuleSet rules;               // whatever else a test wants to set; owners and groups go below
    Owners::Settings ownership;  // beside what the functions above add
    Groups groups;

private:
    FakeTable::Entries owners_;
};

}  // namespace msa
