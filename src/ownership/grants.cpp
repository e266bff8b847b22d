#include "ownership/grants.h"

#include "base/text.h"
#include "ownership/entitlements.h"

#include <algorithm>

namespace msa {
namespace {

Right by_self() {
    return {Right::Kind::owner, "[owners] self"};
}

Right by_table(const std::string& name) {
    return {Right::Kind::owner, "table " + name};
}

Grant by_delegation(const Delegation& delegation, std::string who, std::string_view address) {
    return {.who = std::move(who),
            .address = std::string(address),
            .right = {delegation.right, "delegation " + delegation.id, delegation.owner,
                      delegation.ticket},
            .where = delegation.where,
            .until = delegation.until};
}

Grant granted(const Entitlement& each, const std::string& who) {
    switch (each.source.kind) {
        case RightSource::Kind::delegation: return by_delegation(*each.delegation, who, each.key);
        case RightSource::Kind::table:
            return {.who = who,
                    .address = each.key,
                    .right = by_table(each.source.table),
                    .where = each.source.line};
        default: return {.who = who, .address = who, .right = by_self()};
    }
}

bool is_meant(const Memberships& who, const std::vector<std::string>& entries,
              const std::string& what, Grants& grants) {
    const auto answer = who.any_means(entries);
    if (!answer) {
        const auto doubt = what + ": " + answer.error().what;
        if (std::find(grants.doubts.begin(), grants.doubts.end(), doubt) == grants.doubts.end()) {
            grants.doubts.push_back(doubt);
        }
    }
    return answer && *answer;
}

/// What one table gives to the login, as far as it can be listed.
void add_listed(const NamedTable& named, const Memberships& who, Grants& grants) {
    const std::string table = "table " + named.name;
    const auto take = [&](std::string_view key, const std::vector<std::string>& values) {
        if (!is_meant(who, values, table, grants)) {
            return true;
        }
        // What is listed is told as it would be found: a file may have several entries of a key.
        const auto& answer = who.lookups().ask(*named.table, key);
        if (!answer) {
            grants.doubts.push_back(table + ": " + answer.error().what);
        } else if (is_meant(who, answer->values, table, grants)) {
            grants.found.push_back({.who = who.login(),
                                    .address = std::string(key),
                                    .right = by_table(named.name),
                                    .where = named.table->where(key)});
        }
        return true;
    };
    if (const auto listed = named.table->each(take); !listed) {
        grants.doubts.push_back(table + ": " + listed.error().what);
    }
}

}  // namespace

Grants grants_for(const Owners& owners, std::string_view key, const Moment& now,
                  const Lookups& lookups) {
    Grants grants;
    walk_entitlements(owners, key, now, lookups, [&grants](const Entitlement& each) {
        if (each.doubt) {
            grants.doubts.push_back("table " + each.source.table + ": " + each.doubt->what);
            return true;
        }
        for (const auto& who : *each.who) {
            grants.found.push_back(granted(each, who));
        }
        return true;
    });
    return grants;
}

Grants grants_of(const Owners& owners, const Memberships& who, const Moment& now) {
    Grants grants;
    const auto& settings = owners.settings();
    const auto address = parse_addr_spec(who.login());
    const auto own = address ? owners.key_of(*address) : Result<std::string>(address.error());
    if (settings.self && own) {
        grants.found.push_back({.who = who.login(), .address = *own, .right = by_self()});
    }
    for (const auto& named : settings.tables) {
        add_listed(named, who, grants);
    }
    for (const auto& delegation : settings.delegations) {
        for (const auto& key : delegation.addresses) {
            if (delegation.covers(key, now) &&
                is_meant(who, delegation.who, "delegation " + delegation.id, grants)) {
                grants.found.push_back(by_delegation(delegation, who.login(), key));
            }
        }
    }
    return grants;
}

}  // namespace msa
