// Logins and domains that nobody has: misspelt, they let pass what they should not.
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/owner_listing.h"
#include "mail/address_key.h"
#include "mail/domain.h"
#include "review/findings.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

using Names = std::set<std::string, std::less<>>;
using Strings = std::vector<Placed<std::string>>;

bool has(const Names& names, std::string_view name) {
    return names.find(name) != names.end();
}

std::vector<std::string> listed(const Names& names) {
    return {names.begin(), names.end()};
}

void collect_logins_of_file(const RuleSet& rules, Names& names) {
    const auto add = [&](std::string_view login) {
        if (!login.empty()) {
            names.insert(canonical_login(login, rules.identity.login_domain));
        }
    };
    for (const auto& [name, members] : rules.owners.groups().members) {
        std::for_each(members.begin(), members.end(), add);
    }
    for (const auto& network : rules.identity.networks) {
        add(network.login);
    }
    add(rules.identity.local_login);
}

/// False: there are others that cannot be listed.
bool collect_owners(const RuleSet& rules, Names& names) {
    return rules.owners.groups().tables.empty() && !rules.identity.certificates.logins &&
           for_each_owner(rules, [&](std::string_view, const std::vector<std::string>& owners) {
               for (const auto& owner : owners) {
                   names.insert(canonical_login(owner, rules.identity.login_domain));
               }
               return true;
           });
}

/// Logins in options of checks, such as those that are disabled.
void take_logins_of_check(const toml::table& table, std::string_view check, Strings& logins) {
    const auto* kind = find_check(check);
    if (kind == nullptr) {
        return;
    }
    for (const auto& option : kind->options) {
        if (option.holds_logins) {
            for (auto& each : strings_of(table, option.name)) {
                logins.push_back(std::move(each));
            }
        }
    }
}

/// Logins of conditions, checks and delegations.
Strings named_logins(const toml::table& root) {
    Strings logins;
    const auto take = [&logins](const toml::table& table, const char* key) {
        for (auto& each : strings_of(table, key)) {
            logins.push_back(std::move(each));
        }
    };
    for_each_condition(root, [&take](const toml::table& when) { take(when, "login"); });
    for (const auto* delegation : tables_of(root, "delegation")) {
        take(*delegation, "who");
    }
    if (const auto* checks = root["check"].as_table()) {
        for (const auto& [key, value] : *checks) {
            take_logins_of_check(*value.as_table(), key.str(), logins);
        }
    }
    for (const auto* rule : tables_of(root, "rule")) {
        take_logins_of_check(*rule, (*rule)["check"].value_or(std::string()), logins);
    }
    std::erase_if(logins, [](const auto& each) { return group_name(each.value).has_value(); });
    return logins;
}

/// With self = true anybody's address is a login that may be meant.
bool is_address(std::string_view login) {
    const auto address = parse_addr_spec(login);
    return address && address_key(*address);
}

void unknown_logins(const Review& review) {
    Names known;
    collect_logins_of_file(review.rules, known);
    auto logins = named_logins(review.root);
    const auto forget_known = [&] {
        std::erase_if(logins, [&](const Placed<std::string>& login) {
            const auto canonical = canonical_login(login.value, review.rules.identity.login_domain);
            return has(known, canonical) ||
                   (review.rules.owners.settings().self && is_address(canonical));
        });
    };
    forget_known();
    if (logins.empty() || !collect_owners(review.rules, known)) {
        return;
    }
    forget_known();
    for (const auto& group : review.rules.owners.groups().names()) {
        known.insert("group:" + group);
    }
    for (const auto& login : logins) {
        review.diagnostics.warning(login.place,
                                   unknown("login", login.value, listed(known),
                                           "no table of [owners] and no group has it"));
    }
}

/// Domains of owners and keys; false: there are others that cannot be listed.
bool collect_domains(const Review& review, Names& names) {
    if (const auto* dkim = review.root["dkim"].as_table()) {
        for (const auto* key : tables_of(*dkim, "key")) {
            names.insert((*key)["domain"].value_or(std::string()));
            for (auto& each : strings_of(*key, "author_domains")) {
                names.insert(std::move(each.value));
            }
        }
    }
    for (const auto& key : review.rules.keys) {
        names.insert(key.substr(0, key.find('/')));
    }
    return for_each_owner(review.rules, [&names](std::string_view key, const auto&) {
        names.emplace(domain_of(key));
        return true;
    });
}

/// With self = true anybody's domain may be meant; then only a near miss is worth a word.
void look_for_unknown(const Review& review, const Strings& domains, const Names& known) {
    for (const auto& each : domains) {
        const auto domain = a_labels(each.value);
        const bool may_be_anybodys =
            review.rules.owners.settings().self && !nearest(each.value, listed(known));
        if (domain && !has(known, *domain) && !may_be_anybodys) {
            review.diagnostics.warning(each.place,
                                       unknown("domain", each.value, listed(known),
                                               "no table of [owners] and no key has it"));
        }
    }
}

void unknown_author_domains(const Review& review) {
    Strings conditions;
    for_each_condition(review.root, [&conditions](const toml::table& when) {
        for (const auto* key : {"from_domain", "sender_domain"}) {
            for (auto& each : strings_of(when, key)) {
                conditions.push_back(std::move(each));
            }
        }
    });
    Strings delegated;
    for (const auto* delegation : tables_of(review.root, "delegation")) {
        for (auto& each : strings_of(*delegation, "as")) {
            each.value.erase(0, each.value.rfind('@') + 1);
            delegated.push_back(std::move(each));
        }
    }
    Names known;
    if ((conditions.empty() && delegated.empty()) || !collect_domains(review, known)) {
        return;
    }
    look_for_unknown(review, delegated, known);
    for (const auto& each : delegated) {
        if (auto domain = a_labels(each.value)) {
            known.insert(*std::move(domain));
        }
    }
    look_for_unknown(review, conditions, known);
}

}  // namespace

const std::vector<ReviewFinding>& name_findings() {
    static const std::vector<ReviewFinding> findings{unknown_logins, unknown_author_domains};
    return findings;
}

}  // namespace msa
