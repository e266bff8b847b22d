#include "policy/owners.h"

#include "base/text.h"
#include "mail/address_key.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

Right cannot_tell_because(std::string why) {
    return {Right::Kind::cannot_tell, std::move(why)};
}

/// What tables are asked for, most specific first, without repetition.
std::vector<std::string> lookup_keys(std::string_view key, std::string_view subaddress) {
    std::vector<std::string> keys{std::string(key)};
    if (auto shorter = without_subaddress(key, subaddress); shorter != keys.front()) {
        keys.push_back(std::move(shorter));
    }
    keys.push_back('@' + std::string(domain_of(key)));
    return keys;
}

}  // namespace

Owners::Owners(Settings settings, Groups groups)
    : settings_(std::move(settings)), groups_(std::move(groups)) {}

bool Owners::is_self(const Identity& identity, std::string_view key) const {
    if (!settings_.self) {
        return false;
    }
    const auto login = parse_addr_spec(identity.login);
    const auto own = login ? address_key(*login) : Result<std::string>(login.error());
    return own && (*own == key || *own == without_subaddress(key, settings_.subaddress));
}

Result<std::optional<Right>> Owners::in_tables(const Identity& identity, std::string_view key,
                                               const Lookups& lookups) const {
    bool known = false;
    std::optional<Right> right;
    for (const auto& [name, table] : settings_.tables) {
        const auto& answer = lookups.ask(*table, key);
        if (!answer) {
            return within("table " + name, answer.error());
        }
        known = known || answer->found;
        if (answer->found && !right && groups_.any_means(answer->values, identity.login)) {
            right = Right{Right::Kind::owner, "table " + name + ": " + printable(key)};
        }
    }
    if (known && !right) {
        right = Right{Right::Kind::none, "owned by others: " + printable(key)};
    }
    return right;
}

std::optional<Right> Owners::delegated(const Identity& identity, std::string_view key,
                                       Moment now) const {
    std::optional<Right> best;
    for (const auto& delegation : settings_.delegations) {
        const auto& addresses = delegation.addresses;
        if ((delegation.until && now.time >= *delegation.until) ||
            std::find(addresses.begin(), addresses.end(), key) == addresses.end() ||
            !groups_.any_means(delegation.who, identity.login)) {
            continue;
        }
        if (!best || delegation.right == Right::Kind::owner) {
            const bool sends_as = delegation.right == Right::Kind::owner;
            best =
                Right{delegation.right,
                      (sends_as ? "delegation " : "on behalf only: delegation ") + delegation.id};
        }
    }
    return best;
}

Right Owners::right(const Identity& identity, std::string_view key, Moment now,
                    const Lookups& lookups) const {
    if (is_self(identity, key)) {
        return {Right::Kind::owner, "self"};
    }
    Right verdict{Right::Kind::none, "in no table"};
    for (const auto& candidate : lookup_keys(key, settings_.subaddress)) {
        const auto answer = in_tables(identity, candidate, lookups);
        if (!answer) {
            return cannot_tell_because(answer.error().what);
        }
        if (*answer) {
            verdict = **answer;
            break;
        }
    }
    if (verdict.kind == Right::Kind::none) {
        if (auto delegation = delegated(identity, key, now)) {
            return *std::move(delegation);
        }
    }
    return verdict;
}

Result<std::optional<std::string>> Owners::primary_address(std::string_view login,
                                                           const Lookups& lookups) const {
    const auto& answer = lookups.ask(*settings_.primary, login);
    if (!answer) {
        return within("primary address", answer.error());
    }
    if (!answer->found) {
        return std::optional<std::string>();
    }
    if (answer->values.size() != 1) {
        return Error{"primary address: '" + printable(login) + "' has more or less than one"};
    }
    return std::optional(answer->values.front());
}

Result<std::optional<AddrSpec>> Owners::address_of(const Identity& identity,
                                                   const Lookups& lookups) const {
    std::string text = identity.login;
    if (settings_.primary) {
        for (const auto& login : groups_.spellings(identity.login)) {
            const auto primary = primary_address(login, lookups);
            if (!primary) {
                return primary.error();
            }
            if (*primary) {
                text = **primary;
                break;
            }
        }
    }
    auto address = parse_addr_spec(text);
    if (!address) {
        return std::optional<AddrSpec>();
    }
    return std::optional(*std::move(address));
}

}  // namespace msa
