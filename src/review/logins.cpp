// Logins that are hardly meant as they stand: lists in one string, words for everybody, domains
// that are nearly those of others.
#include "base/text.h"
#include "config/owner_listing.h"
#include "mail/address_key.h"
#include "mail/domain.h"
#include "review/findings.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace msa {
namespace {

using Strings = std::vector<Placed<std::string>>;

void take_values(const toml::node& node, Strings& logins) {
    if (const auto text = node.value<std::string>()) {
        logins.push_back({*text, place_of(node)});
    } else if (const auto* list = node.as_array()) {
        for (const auto& each : *list) {
            take_values(each, logins);
        }
    }
}

/// Of the tables of [owners] that are written in the file.
void take_owners(const toml::table& root, Strings& logins) {
    const auto* owners = root["owners"].as_table();
    for (const auto& name : owners == nullptr ? Strings() : strings_of(*owners, "tables")) {
        const auto* table = table_of(root, "tables", name.value);
        const auto* entries = table == nullptr ? nullptr : (*table)["entries"].as_table();
        if (entries != nullptr) {
            for (const auto& each : *entries) {
                take_values(each.second, logins);
            }
        }
    }
}

/// Of groups, conditions, delegations and of the owners written in the file.
Strings written_logins(const Review& review) {
    Strings logins;
    if (const auto* groups = review.root["groups"].as_table()) {
        for (const auto& each : *groups) {
            take_values(each.second, logins);
        }
    }
    for_each_condition(review.root, [&logins](const toml::table& when) {
        if (const auto* login = when.get("login")) {
            take_values(*login, logins);
        }
    });
    for (const auto* delegation : tables_of(review.root, "delegation")) {
        take_values(*delegation->get("who"), logins);
    }
    take_owners(review.root, logins);
    std::erase_if(logins, [](const auto& each) { return group_name(each.value).has_value(); });
    return logins;
}

bool has_any(std::string_view text, std::string_view characters) {
    return text.find_first_of(characters) != std::string_view::npos;
}

void several_in_one(const Review& review) {
    for (const auto& each : written_logins(review)) {
        const bool is_address = each.value.find('@') != std::string::npos;
        if (has_any(each.value, ",;<>#") || (is_address && has_any(each.value, " \t\""))) {
            review.diagnostics.warning(each.place, '\'' + printable(each.value) +
                                                       "' is read as one login: write each login "
                                                       "alone, as the MTA gives it");
        }
    }
}

void words_for_everybody(const Review& review) {
    constexpr std::array<std::string_view, 8> words{
        "all", "any", "anyone", "anybody", "everyone", "everybody", "everything", "authenticated"};
    for (const auto& each : written_logins(review)) {
        const auto is_word = [&each](std::string_view word) {
            return equal_ignoring_case(each.value, word);
        };
        if (std::any_of(words.begin(), words.end(), is_word)) {
            review.diagnostics.warning(
                each.place,
                '\'' + each.value + "' is a login like any other, and means nobody else");
        }
    }
}

/// The domains that addresses have here; false: there are others that cannot be listed.
bool collect_domains(const Review& review, std::vector<std::string>& domains) {
    auto add = [&domains,
                seen = std::set<std::string, std::less<>>()](std::string_view domain) mutable {
        if (!domain.empty() && seen.emplace(domain).second) {
            domains.emplace_back(domain);
        }
    };
    add(review.rules.identity.login_domain);
    for (const auto& key : review.rules.keys) {
        add(std::string_view(key).substr(0, key.find('/')));
    }
    return for_each_owner(review.rules, [&add](std::string_view key, const auto&) {
        add(domain_of(key));
        return true;
    });
}

/// One letter apart from a domain of the file, and known nowhere: misspelt.
void domains_of_logins(const Review& review) {
    auto logins = written_logins(review);
    std::erase_if(logins,
                  [](const auto& each) { return each.value.find('@') == std::string::npos; });
    std::vector<std::string> known;
    if (logins.empty() || !collect_domains(review, known)) {
        return;
    }
    for (const auto& each : logins) {
        const auto domain = a_labels(each.value.substr(each.value.rfind('@') + 1));
        if (!domain || std::find(known.begin(), known.end(), *domain) != known.end()) {
            continue;
        }
        if (const auto near = nearest(*domain, known)) {
            review.diagnostics.warning(each.place, "no address here has the domain '" + *domain +
                                                       "'; did you mean '" + *near + "'?");
        }
    }
}

void domain_that_completes_logins(const Review& review) {
    const auto& domain = review.rules.identity.login_domain;
    const auto* identity = review.root["identity"].as_table();
    if (domain.empty() || identity == nullptr) {
        return;
    }
    std::vector<std::string> known;
    const bool is_all = for_each_owner(review.rules, [&known](std::string_view key, const auto&) {
        known.emplace_back(domain_of(key));
        return known.size() < 1000;
    });
    for (const auto& key : review.rules.keys) {
        known.push_back(key.substr(0, key.find('/')));
    }
    const auto place = place_of(*identity->get("login_domain"));
    const auto near = nearest(domain, known);
    if (review.rules.owners.settings().self && domain.find('.') == std::string::npos) {
        review.diagnostics.warning(
            place, "no address can be in '" + domain +
                       "', which is not a fully qualified domain: such a login owns none");
    } else if (is_all && near && std::find(known.begin(), known.end(), domain) == known.end()) {
        review.diagnostics.warning(place, "no address here has the domain '" + domain +
                                              "'; did you mean '" + *near + "'?");
    }
}

void delegations_to_the_owner(const Review& review) {
    if (!review.rules.owners.settings().self) {
        return;
    }
    for (const auto* delegation : tables_of(review.root, "delegation")) {
        const auto addresses = strings_of(*delegation, "as");
        for (const auto& who : strings_of(*delegation, "who")) {
            const auto login = canonical_login(who.value, review.rules.identity.login_domain);
            const bool is_own = std::any_of(
                addresses.begin(), addresses.end(),
                [&login](const auto& each) { return equal_ignoring_case(each.value, login); });
            if (is_own) {
                review.diagnostics.warning(
                    who.place, '\'' + printable(who.value) + "' owns that address already (self)");
            }
        }
    }
}

void owners_without_entry(const Review& review) {
    const auto* owners = review.root["owners"].as_table();
    for (const auto& name : owners == nullptr ? Strings() : strings_of(*owners, "tables")) {
        const auto* table = table_of(review.root, "tables", name.value);
        const auto* entries = table == nullptr ? nullptr : (*table)["entries"].as_table();
        if (entries != nullptr && entries->empty()) {
            review.diagnostics.warning(place_of(*entries), "table '" + printable(name.value) +
                                                               "' gives nobody an address");
        }
    }
}

}  // namespace

const std::vector<ReviewFinding>& login_findings() {
    static const std::vector<ReviewFinding> findings{
        several_in_one,           words_for_everybody,
        domains_of_logins,        domain_that_completes_logins,
        delegations_to_the_owner, owners_without_entry};
    return findings;
}

}  // namespace msa
