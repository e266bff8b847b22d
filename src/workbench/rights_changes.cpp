#include "workbench/rights_changes.h"

#include "mail/address_key.h"
#include "ownership/grants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace msa {
namespace {

using Names = std::set<std::string>;

/// The key of an entry, as an address or @domain is looked up; absent: it can own nothing.
std::optional<std::string> key_of_entry(const Owners& owners, std::string_view entry) {
    if (entry.starts_with('@')) {
        const auto key = parse_addr_spec("x" + std::string(entry));
        const auto of_x = key ? owners.key_of(*key) : Result<std::string>(key.error());
        return of_x ? std::optional(of_x->substr(1)) : std::nullopt;
    }
    const auto address = parse_addr_spec(entry);
    const auto key = address ? owners.key_of(*address) : Result<std::string>(address.error());
    return key ? std::optional(*key) : std::nullopt;
}

/// What can be listed of a rule set's owners.
class Listed {
public:
    explicit Listed(const RuleSet& rules) : rules_(rules) {
        auto settings = rules.owners.settings();
        std::erase_if(settings.tables, [this](const NamedTable& named) { return !list(named); });
        for (const auto& delegation : settings.delegations) {
            keys_.insert(delegation.addresses.begin(), delegation.addresses.end());
        }
        owners_ = Owners(std::move(settings), rules.owners.groups());
        list_groups();
    }

    [[nodiscard]] const Names& keys() const { return keys_; }
    [[nodiscard]] const Names& unlisted() const { return unlisted_; }

    /// Who may use the key, and why; of several reasons the one that gives most.
    [[nodiscard]] std::map<std::string, Grant> grants(const std::string& key,
                                                      const Moment& now) const {
        const Lookups lookups;
        std::map<std::string, Grant> all;
        for (const auto& grant : grants_for(owners_, key, now, lookups).found) {
            if (grant.who.starts_with('@')) {
                continue;  // [owners] self, of a domain: nobody's login
            }
            for (const auto& who : members(grant.who)) {
                const auto known = all.find(who);
                if (known == all.end()) {
                    all.emplace(who, grant);
                } else if (grant.right.kind == Right::Kind::owner &&
                           known->second.right.kind != Right::Kind::owner) {
                    known->second = grant;
                }
            }
        }
        return all;
    }

private:
    bool list(const NamedTable& named) {
        const auto listed = named.table->each([this](std::string_view key, const auto& /*values*/) {
            if (const auto known = key_of_entry(rules_.owners, key)) {
                keys_.insert(*known);
            }
            return true;
        });
        if (!listed) {
            unlisted_.insert("table " + named.name + ": " + listed.error().what);
        }
        return listed.has_value();
    }

    void list_groups() {
        const auto& groups = rules_.owners.groups();
        for (const auto& [name, members] : groups.members) {
            groups_[name].insert(members.begin(), members.end());
        }
        for (const auto& [name, group] : groups.tables) {
            Names members;
            const auto listed =
                group.table->each([&, &group = group](std::string_view login, const auto& values) {
                    if (group.value.empty() ||
                        std::find(values.begin(), values.end(), group.value) != values.end()) {
                        members.insert(canonical_login(login, groups.login_domain));
                    }
                    return true;
                });
            if (listed) {
                groups_[name] = std::move(members);
            } else {
                unlisted_.insert("group " + name + ": " + listed.error().what);
            }
        }
    }

    /// Those whom an entry means.
    [[nodiscard]] Names members(const std::string& who) const {
        const auto name = group_name(who);
        if (!name) {
            return {canonical_login(who, rules_.owners.groups().login_domain)};
        }
        const auto known = groups_.find(*name);
        return known == groups_.end() ? Names{who} : known->second;
    }

    const RuleSet& rules_;
    Owners owners_;  // with those tables that can be listed
    Names keys_;
    Names unlisted_;
    std::map<std::string, Names, std::less<>> groups_;
};

void add(std::vector<RightsChange>& changes, const std::string& who, const std::string& key,
         const Grant* before, const Grant* after) {
    const auto kind = [](const Grant* grant) {
        return grant == nullptr ? Right::Kind::none : grant->right.kind;
    };
    if (kind(before) == kind(after)) {
        return;
    }
    RightsChange change{.who = who, .address = key};
    if (before != nullptr) {
        change.before = before->right;
        change.where_before = before->where;
    }
    if (after != nullptr) {
        change.after = after->right;
        change.where_after = after->where;
    }
    changes.push_back(std::move(change));
}

void compare(std::vector<RightsChange>& changes, const std::string& key,
             const std::map<std::string, Grant>& before,
             const std::map<std::string, Grant>& after) {
    Names all;
    for (const auto* grants : {&before, &after}) {
        for (const auto& each : *grants) {
            all.insert(each.first);
        }
    }
    for (const auto& who : all) {
        const auto old = before.find(who);
        const auto now = after.find(who);
        add(changes, who, key, old == before.end() ? nullptr : &old->second,
            now == after.end() ? nullptr : &now->second);
    }
}

}  // namespace

bool RightsChange::is_gain() const {
    return before.kind == Right::Kind::none || after.kind == Right::Kind::owner;
}

RightsChanges rights_changes(const RuleSet& before, const RuleSet& after, const Moment& now) {
    const Listed old(before);
    const Listed current(after);
    Names keys = old.keys();
    keys.insert(current.keys().begin(), current.keys().end());
    RightsChanges changes;
    for (const auto& key : keys) {
        compare(changes.found, key, old.grants(key, now), current.grants(key, now));
    }
    Names doubts = old.unlisted();
    doubts.insert(current.unlisted().begin(), current.unlisted().end());
    changes.doubts.assign(doubts.begin(), doubts.end());
    return changes;
}

}  // namespace msa
