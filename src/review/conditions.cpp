// Conditions that hold for nobody, or for nobody whom another does not have already.
#include "base/text.h"
#include "review/condition_overlap.h"
#include "review/findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace msa {
namespace {

using Instant = std::chrono::system_clock::time_point;

Place place_in(const toml::table& table, std::string_view key) {
    const auto* node = table.get(key);
    return node == nullptr ? place_of(table) : place_of(*node);
}

/// A rule or an exception of the file with its condition.
struct Conditioned {
    const toml::table& table;
    const Condition& when;
    std::string check;
};

std::vector<Conditioned> conditioned(const Review& review) {
    std::vector<Conditioned> found;
    const auto rule_called = [&review](const std::string& id) {
        const auto& rules = review.rules.rules;
        return std::find_if(rules.begin(), rules.end(),
                            [&id](const Rule& each) { return each.id == id; });
    };
    for (const auto* table : tables_of(review.root, "rule")) {
        const auto rule = rule_called((*table)["id"].value_or(std::string()));
        found.push_back({*table, rule->when, rule->check_name});
    }
    const auto tables = tables_of(review.root, "exception");
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto& exception = review.rules.exceptions[i];
        found.push_back({*tables[i], exception.when, rule_called(exception.rule)->check_name});
    }
    return found;
}

/// The logins of the sources; false: one of these knows more of them.
bool collect_logins(const RuleSet& rules, const std::vector<IdentitySource>& sources,
                    std::set<std::string>& logins) {
    for (const auto source : sources) {
        if (source == IdentitySource::network) {
            for (const auto& each : rules.identity.networks) {
                logins.insert(canonical_login(each.login, rules.identity.login_domain));
            }
        } else if (source == IdentitySource::local) {
            logins.insert(canonical_login(rules.identity.local_login, rules.identity.login_domain));
        } else {
            return false;
        }
    }
    return true;
}

void logins_of_other_sources(const Review& review) {
    for (const auto& each : conditioned(review)) {
        const auto& sources =
            each.when.source.empty() ? review.rules.identity.sources : each.when.source;
        std::set<std::string> there;
        std::set<std::string> wanted;
        if (each.when.login.empty() || !collect_logins(review.rules, sources, there) ||
            !collect_members(each.when.login, review.rules.owners.groups(), wanted)) {
            continue;
        }
        if (std::none_of(wanted.begin(), wanted.end(),
                         [&there](const auto& login) { return there.count(login) != 0; })) {
            review.diagnostics.warning(place_in(*each.table["when"].as_table(), "login"),
                                       "no identity of these sources has such a login: this holds "
                                       "for nobody");
        }
    }
}

/// The check meets only those who have no identity.
void identities_of_the_unauthenticated(const Review& review) {
    for (const auto& each : conditioned(review)) {
        if (each.check == "require_authentication" &&
            !(each.when.login.empty() && each.when.source.empty())) {
            review.diagnostics.warning(
                place_in(each.table, "when"),
                "'require_authentication' meets only clients without identity: "
                "this holds for nobody");
        }
    }
}

/// Of the exceptions that hold, the first decides.
void exceptions_behind_others(const Review& review) {
    const auto& exceptions = review.rules.exceptions;
    const auto tables = tables_of(review.root, "exception");
    for (auto later = exceptions.begin(); later != exceptions.end(); ++later) {
        const auto before = std::find_if(exceptions.begin(), later, [&](const auto& each) {
            return each.rule == later->rule && later->until <= each.until &&
                   covers(each.when, later->when, review.rules.owners.groups());
        });
        if (before != later && review.now < later->until) {
            const auto& table = *tables[static_cast<std::size_t>(later - exceptions.begin())];
            review.diagnostics.warning(place_in(table, "when"),
                                       "exception '" + printable(before->id) +
                                           "' above holds for all of them, and decides");
        }
    }
}

void exceptions_apart_from_their_rule(const Review& review) {
    const auto tables = tables_of(review.root, "exception");
    for (std::size_t i = 0; i < tables.size(); ++i) {
        const auto& exception = review.rules.exceptions[i];
        for (const auto& rule : review.rules.rules) {
            if (rule.id == exception.rule &&
                are_apart(rule.when, exception.when, review.rules.owners.groups())) {
                review.diagnostics.warning(
                    place_in(*tables[i], "when"),
                    "rule '" + printable(rule.id) + "' is never asked when this holds");
            }
        }
    }
}

bool lasts_as_long(const std::optional<Instant>& first, const std::optional<Instant>& second) {
    return !first || (second && *second <= *first);
}

/// Whether the first gives all that the second does.
bool gives_all(const Delegation& first, const Delegation& second, const Groups& groups) {
    const auto as_condition = [](const Delegation& each) {
        Condition condition;
        condition.login = each.who;
        condition.from_domain = each.addresses;
        return condition;
    };
    return (first.right == second.right || first.right == Right::Kind::owner) &&
           lasts_as_long(first.until, second.until) &&
           covers(as_condition(first), as_condition(second), groups);
}

void delegations_behind_others(const Review& review) {
    const auto& all = review.rules.owners.settings().delegations;
    const auto tables = tables_of(review.root, "delegation");
    // Of thousands, only those that have an address in common need to be compared.
    std::map<std::string_view, std::vector<const Delegation*>> earlier;
    for (std::size_t place = 0; place < all.size(); ++place) {
        const auto& later = all[place];
        const auto& rivals = earlier[later.addresses.empty() ? "" : later.addresses.front()];
        const auto before = std::find_if(rivals.begin(), rivals.end(), [&](const auto* each) {
            return gives_all(*each, later, review.rules.owners.groups());
        });
        if (before != rivals.end() && !(later.until && *later.until <= review.now)) {
            review.diagnostics.warning(
                place_in(*tables[place], "id"),
                "delegation '" + printable((*before)->id) + "' gives all of this already");
        }
        for (const auto& address : later.addresses) {
            earlier[address].push_back(&later);
        }
    }
}

/// Of the networks that hold an address, the first decides.
void networks_behind_others(const Review& review) {
    const auto* identity = review.root["identity"].as_table();
    std::vector<Network> before;
    for (const auto* table : tables_of(*identity, "network")) {
        std::vector<Network> own;
        for (const auto& each : strings_of(*table, "range")) {
            const auto network = Network::parse(each.value);
            const auto wider = std::find_if(before.begin(), before.end(), [&](const auto& other) {
                return other.covers(*network);
            });
            if (wider != before.end()) {
                review.diagnostics.warning(
                    each.place, wider->text() + " comes first, and decides for all of it");
            }
            own.push_back(*network);
        }
        before.insert(before.end(), own.begin(), own.end());
    }
}

}  // namespace

const std::vector<ReviewFinding>& condition_findings() {
    static const std::vector<ReviewFinding> findings{
        logins_of_other_sources,   identities_of_the_unauthenticated,
        exceptions_behind_others,  exceptions_apart_from_their_rule,
        delegations_behind_others, networks_behind_others};
    return findings;
}

}  // namespace msa
