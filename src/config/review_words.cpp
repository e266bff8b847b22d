// Words that mean nothing: names that nothing else in the rule set knows.
#include "base/text.h"
#include "config/owner_listing.h"
#include "config/review.h"
#include "mail/address_key.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

using Names = std::set<std::string, std::less<>>;

bool has(const Names& names, std::string_view name) {
    return names.find(name) != names.end();
}

std::vector<std::string> listed(const Names& names) {
    return {names.begin(), names.end()};
}

/// Every group:NAME in the file, wherever it stands.
void collect_groups(const toml::node& node, Names& names) {
    if (const auto* text = node.as_string()) {
        if (const auto group = group_name(text->get())) {
            names.emplace(*group);
        }
    } else if (const auto* list = node.as_array()) {
        for (const auto& each : *list) {
            collect_groups(each, names);
        }
    } else if (const auto* table = node.as_table()) {
        for (const auto& each : *table) {
            collect_groups(each.second, names);
        }
    }
}

void unused_groups(const Review& review) {
    const auto* groups = review.root["groups"].as_table();
    if (groups == nullptr) {
        return;
    }
    Names used;
    collect_groups(review.root, used);
    std::vector<const toml::key*> unused;
    for (const auto& each : *groups) {
        if (!has(used, each.first.str())) {
            unused.push_back(&each.first);
        }
    }
    const bool is_known =
        unused.empty() ||
        for_each_owner(review.rules, [&](std::string_view, const std::vector<std::string>& owners) {
            for (const auto& owner : owners) {
                const auto group = group_name(owner);
                std::erase_if(unused,
                              [&](const auto* key) { return group && key->str() == *group; });
            }
            return !unused.empty();
        });
    if (!is_known) {
        return;
    }
    for (const auto* key : unused) {
        review.diagnostics.warning(place_of(*key),
                                   "nothing uses group '" + printable(key->str()) + '\'');
    }
}

void listeners_outside_scope(const Review& review) {
    const auto& scope = review.rules.listeners;
    if (scope.empty()) {
        return;
    }
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "listener")) {
            if (std::find(scope.begin(), scope.end(), each.value) == scope.end()) {
                review.diagnostics.error(each.place,
                                         unknown("listener of [scope]", each.value, scope));
            }
        }
    });
}

void sources_that_are_not_asked(const Review& review) {
    const auto& sources = review.rules.identity.sources;
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "source")) {
            const auto source = parse_identity_source(each.value);
            if (source && std::find(sources.begin(), sources.end(), *source) == sources.end()) {
                review.diagnostics.warning(each.place, "\"" + each.value +
                                                           "\" is not among the sources of "
                                                           "[identity]: this holds for nobody");
            }
        }
    });
}

void collect_logins_of_file(const RuleSet& rules, Names& names) {
    const auto add = [&](std::string_view login) {
        names.insert(canonical_login(login, rules.identity.login_domain));
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

/// Logins of conditions and delegations.
std::vector<Placed<std::string>> named_logins(const toml::table& root) {
    std::vector<Placed<std::string>> logins;
    const auto take = [&logins](const toml::table& table, const char* key) {
        for (auto& each : strings_of(table, key)) {
            if (!group_name(each.value)) {
                logins.push_back(std::move(each));
            }
        }
    };
    for_each_condition(root, [&take](const toml::table& when) { take(when, "login"); });
    for (const auto* delegation : tables_of(root, "delegation")) {
        take(*delegation, "who");
    }
    return logins;
}

/// Who is named where it matters, and never logs in: a name misspelt lets pass what it should not.
void unknown_logins(const Review& review) {
    Names known;
    collect_logins_of_file(review.rules, known);
    auto logins = named_logins(review.root);
    const auto forget_known = [&] {
        std::erase_if(logins, [&](const Placed<std::string>& login) {
            const auto canonical = canonical_login(login.value, review.rules.identity.login_domain);
            return has(known, canonical) || (review.rules.owners.settings().self &&
                                             canonical.find('@') != std::string::npos);
        });
    };
    forget_known();
    if (logins.empty() || !collect_owners(review.rules, known)) {
        return;
    }
    forget_known();
    for (const auto& login : logins) {
        review.diagnostics.warning(login.place, unknown("login", login.value, listed(known)) +
                                                    "; no table of [owners] and no group has it");
    }
}

/// Domains of owners and keys; false: there are others that cannot be listed.
bool collect_domains(const Review& review, Names& names) {
    if (const auto* dkim = review.root["dkim"].as_table()) {
        for (const auto* key : tables_of(*dkim, "key")) {
            names.insert((*key)["domain"].value_or(std::string()));
        }
    }
    return for_each_owner(review.rules, [&names](std::string_view key, const auto&) {
        names.emplace(domain_of(key));
        return true;
    });
}

/// With self = true anybody's domain may be meant; then only a near miss is worth a word.
void unknown_author_domains(const Review& review) {
    std::vector<Placed<std::string>> domains;
    for_each_condition(review.root, [&domains](const toml::table& when) {
        for (auto& each : strings_of(when, "from_domain")) {
            domains.push_back(std::move(each));
        }
    });
    Names known;
    if (domains.empty() || !collect_domains(review, known)) {
        return;
    }
    for (const auto& each : domains) {
        const auto near = nearest(each.value, listed(known));
        const bool may_be_anybodys = review.rules.owners.settings().self && !near;
        if (!has(known, ascii_lower(each.value)) && !may_be_anybodys) {
            review.diagnostics.warning(each.place, unknown("domain", each.value, listed(known)) +
                                                       "; no table of [owners] and no key has it");
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& word_findings() {
    static const std::vector<ReviewFinding> findings{unused_groups, listeners_outside_scope,
                                                     sources_that_are_not_asked, unknown_logins,
                                                     unknown_author_domains};
    return findings;
}

}  // namespace msa
