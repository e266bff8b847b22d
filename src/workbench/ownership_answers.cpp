#include "workbench/ownership_answers.h"

#include "mail/address.h"
#include "ownership/grants.h"
#include "workbench/comparison.h"

#include <set>

namespace msa {
namespace {

std::set<std::string> named(const Grants& grants, std::string Grant::*member) {
    std::set<std::string> names;
    for (const auto& grant : grants.found) {
        names.insert(grant.*member);
    }
    return names;
}

void add_doubts(const Grants& grants, Comparison& comparison) {
    for (const auto& doubt : grants.doubts) {
        comparison.differ("tables", "an answer", doubt);
    }
}

void ask_right(const Rights& rights, const std::string& text, bool is_expected,
               Comparison& comparison, Coverage& coverage) {
    const auto address = parse_addr_spec(text);
    if (!address) {
        comparison.differ(text, "an address", address.error().what);
        return;
    }
    const auto& right = rights.to_use(*address);
    coverage.add(right);
    const bool has_right = right.kind == Right::Kind::owner || right.kind == Right::Kind::on_behalf;
    if (has_right != is_expected || right.kind == Right::Kind::cannot_tell) {
        comparison.differ(text, is_expected ? "a right" : "no right",
                          std::string(to_text(right.kind)) + ", " + right.by);
    }
}

void ask_login(const OwnershipTest& test, const RuleSet& rules, const Moment& now,
               Comparison& comparison, Coverage& coverage) {
    const Lookups lookups;
    const std::optional<Identity> identity = Identity{
        IdentitySource::sasl, canonical_login(test.login, rules.identity.login_domain), ""};
    const Rights rights(rules.owners, identity, now, lookups);
    for (const auto& address : test.may) {
        ask_right(rights, address, true, comparison, coverage);
    }
    for (const auto& address : test.may_not) {
        ask_right(rights, address, false, comparison, coverage);
    }
    if (!test.can_list.empty()) {
        const auto grants = grants_of(rules.owners, rights.memberships(), now);
        comparison.same("can " + test.login, test.can_list, named(grants, &Grant::address));
        add_doubts(grants, comparison);
    }
}

void ask_address(const OwnershipTest& test, const RuleSet& rules, const Moment& now,
                 Comparison& comparison, Coverage& coverage) {
    const auto address = parse_addr_spec(test.address);
    const auto key = address ? rules.owners.key_of(*address) : Result<std::string>(address.error());
    if (!key) {
        comparison.differ(test.address, "an address that can have an owner", key.error().what);
        return;
    }
    const Lookups lookups;
    const auto grants = grants_for(rules.owners, *key, now, lookups);
    for (const auto& grant : grants.found) {
        coverage.add(grant.right);
    }
    comparison.same("who " + test.address, test.who, named(grants, &Grant::who));
    add_doubts(grants, comparison);
}

}  // namespace

std::vector<std::string> differences(const OwnershipTest& test, const RuleSet& rules,
                                     const Moment& now, Coverage& coverage) {
    Comparison comparison;
    if (test.address.empty()) {
        ask_login(test, rules, now, comparison, coverage);
    } else {
        ask_address(test, rules, now, comparison, coverage);
    }
    return comparison.failures();
}

std::string title_of(const OwnershipTest& test) {
    if (!test.title.empty()) {
        return test.title;
    }
    return test.address.empty() ? "what " + test.login + " may use" : "who may use " + test.address;
}

}  // namespace msa
