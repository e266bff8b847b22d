// Words that mean nothing: names that nothing else in the rule set knows.
#include "base/text.h"
#include "config/review.h"
#include "mail/address_key.h"

#include <algorithm>

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
    Names used;
    collect_groups(review.root, used);
    const bool is_known = for_each_owner(
        review.rules, [&used](std::string_view, const std::vector<std::string>& owners) {
            for (const auto& owner : owners) {
                if (const auto group = group_name(owner)) {
                    used.emplace(*group);
                }
            }
        });
    const auto* groups = review.root["groups"].as_table();
    if (!is_known || groups == nullptr) {
        return;
    }
    for (const auto& [key, value] : *groups) {
        if (!has(used, key.str())) {
            review.diagnostics.warning(place_of(key),
                                       "nothing uses group '" + printable(key.str()) + '\'');
        }
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

/// Logins that the rule set knows by name; false: there are others that it cannot list.
bool collect_logins(const RuleSet& rules, Names& names) {
    const auto& groups = rules.owners.groups();
    const auto add = [&](std::string_view login) {
        names.insert(canonical_login(login, rules.identity.login_domain));
    };
    for (const auto& [name, members] : groups.members) {
        std::for_each(members.begin(), members.end(), add);
    }
    for (const auto& network : rules.identity.networks) {
        add(network.login);
    }
    add(rules.identity.local_login);
    return groups.tables.empty() && !rules.identity.certificates.logins &&
           for_each_owner(rules, [&](std::string_view, const std::vector<std::string>& owners) {
               std::for_each(owners.begin(), owners.end(), add);
           });
}

/// Who is named where it matters, and never logs in: a name misspelt lets pass what it should not.
void unknown_logins(const Review& review) {
    Names known;
    if (!collect_logins(review.rules, known)) {
        return;
    }
    const auto look = [&](const Placed<std::string>& login) {
        const auto canonical = canonical_login(login.value, review.rules.identity.login_domain);
        const bool owns_itself =
            review.rules.owners.settings().self && canonical.find('@') != std::string::npos;
        if (!group_name(login.value) && !has(known, canonical) && !owns_itself) {
            review.diagnostics.warning(login.place,
                                       unknown("login", login.value, listed(known)) +
                                           "; no table of [owners] and no group has it");
        }
    };
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "login")) {
            look(each);
        }
    });
    for (const auto* delegation : tables_of(review.root, "delegation")) {
        for (const auto& each : strings_of(*delegation, "who")) {
            look(each);
        }
    }
}

/// With self = true anybody's domain may be meant; then only a near miss is worth a word.
void unknown_author_domains(const Review& review) {
    Names known;
    const bool is_known = for_each_owner(
        review.rules, [&known](std::string_view key, const std::vector<std::string>&) {
            known.emplace(domain_of(key));
        });
    if (const auto* dkim = review.root["dkim"].as_table()) {
        for (const auto* key : tables_of(*dkim, "key")) {
            known.insert((*key)["domain"].value_or(std::string()));
        }
    }
    if (!is_known) {
        return;
    }
    for_each_condition(review.root, [&](const toml::table& when) {
        for (const auto& each : strings_of(when, "from_domain")) {
            const auto near = nearest(each.value, listed(known));
            const bool may_be_anybodys = review.rules.owners.settings().self && !near;
            if (!has(known, ascii_lower(each.value)) && !may_be_anybodys) {
                review.diagnostics.warning(each.place,
                                           unknown("domain", each.value, listed(known)) +
                                               "; no table of [owners] and no key has it");
            }
        }
    });
}

}  // namespace

const std::vector<ReviewFinding>& word_findings() {
    static const std::vector<ReviewFinding> findings{unused_groups, listeners_outside_scope,
                                                     sources_that_are_not_asked, unknown_logins,
                                                     unknown_author_domains};
    return findings;
}

}  // namespace msa
