#include "ownership/entitlements.h"

#include "mail/address_key.h"

#include <algorithm>

namespace msa {
namespace {

/// The key of the address that a login is; empty: it is none.
std::string key_of_login(std::string_view login) {
    const auto address = parse_addr_spec(login);
    const auto key = address ? address_key(*address) : Result<std::string>(address.error());
    return key ? *key : std::string();
}

/// Whether to go on, and whether a table knew the key or could not tell.
struct Level {
    bool goes_on = true;
    bool decides = false;
};

Level walk_tables(const Owners::Settings& settings, const std::string& key, const Lookups& lookups,
                  const EntitlementVisitor& visit) {
    Level level;
    for (const auto& [name, table] : settings.tables) {
        const auto& answer = lookups.ask(*table, key);
        if (answer && !answer->found) {
            continue;
        }
        level.decides = true;
        Entitlement found{.key = key, .source = {.kind = RightSource::Kind::table, .table = name}};
        if (answer) {
            found.source.line = table->where(key);
            found.who = &answer->values;
        } else {
            found.doubt = answer.error();
        }
        if (!visit(found)) {
            level.goes_on = false;
            break;
        }
    }
    return level;
}

}  // namespace

Result<bool> Entitlement::means(const Memberships& identity) const {
    if (doubt) {
        return *doubt;
    }
    if (source.kind != RightSource::Kind::self) {
        return identity.any_means(*who);
    }
    const auto own = key_of_login(identity.login());
    return !own.empty() && std::find(who->begin(), who->end(), own) != who->end();
}

void walk_entitlements(const Owners& owners, std::string_view key, const Moment& now,
                       const Lookups& lookups, const EntitlementVisitor& visit) {
    const auto& settings = owners.settings();
    if (settings.self) {
        std::vector<std::string> selves{without_subaddress(key, settings.subaddress)};
        if (selves.front() != key) {
            selves.emplace_back(key);
        }
        if (!visit({.key = std::string(key),
                    .source = {.kind = RightSource::Kind::self},
                    .who = &selves})) {
            return;
        }
    }
    for (const auto& candidate : lookup_keys(key, settings.subaddress)) {
        const auto level = walk_tables(settings, candidate, lookups, visit);
        if (!level.goes_on) {
            return;
        }
        if (level.decides) {
            break;
        }
    }
    for (const auto& each : settings.delegations) {
        if (each.covers(key, now) && !visit({.key = std::string(key),
                                             .right = each.right,
                                             .source = {.kind = RightSource::Kind::delegation,
                                                        .id = each.id,
                                                        .line = each.where,
                                                        .until = each.until},
                                             .who = &each.who,
                                             .delegation = &each})) {
            return;
        }
    }
}

}  // namespace msa
