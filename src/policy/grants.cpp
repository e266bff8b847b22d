#include "policy/grants.h"

#include "base/text.h"
#include "mail/address_key.h"

#include <algorithm>

namespace msa {
namespace {

Right by_self() {
    return {Right::Kind::owner, "[owners] self"};
}

Right by_table(const NamedTable& named) {
    return {Right::Kind::owner, "table " + named.name};
}

Grant by_delegation(const Delegation& delegation, std::string who, std::string_view address) {
    return {.who = std::move(who),
            .address = std::string(address),
            .right = {delegation.right, "delegation " + delegation.id, delegation.owner,
                      delegation.ticket},
            .where = delegation.where,
            .until = delegation.until};
}

/// Whether a table knows the key, which then decides.
bool add_owners(const Owners& owners, const std::string& key, const Lookups& lookups,
                Grants& grants) {
    bool is_known = false;
    for (const auto& named : owners.settings().tables) {
        const auto& answer = lookups.ask(*named.table, key);
        if (!answer) {
            grants.doubts.push_back("table " + named.name + ": " + answer.error().what);
            continue;
        }
        is_known = is_known || answer->found;
        for (const auto& value : answer->values) {
            grants.found.push_back({.who = value,
                                    .address = key,
                                    .right = by_table(named),
                                    .where = named.table->where(key)});
        }
    }
    return is_known || !grants.doubts.empty();
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
                                    .right = by_table(named),
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
    const auto& settings = owners.settings();
    if (settings.self) {
        const auto own = without_subaddress(key, settings.subaddress);
        grants.found.push_back({.who = own, .address = own, .right = by_self()});
        if (own != key) {
            grants.found.push_back(
                {.who = std::string(key), .address = std::string(key), .right = by_self()});
        }
    }
    for (const auto& candidate : lookup_keys(key, settings.subaddress)) {
        if (add_owners(owners, candidate, lookups, grants)) {
            break;
        }
    }
    for (const auto& delegation : settings.delegations) {
        if (delegation.covers(key, now)) {
            for (const auto& who : delegation.who) {
                grants.found.push_back(by_delegation(delegation, who, key));
            }
        }
    }
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
