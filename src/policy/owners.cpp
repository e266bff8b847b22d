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

RightSource source_in(const std::string& name, const Table& table, std::string_view key) {
    return {.kind = RightSource::Kind::table, .table = name, .line = table.where(key)};
}

}  // namespace

std::vector<std::string> lookup_keys(std::string_view key, std::string_view subaddress) {
    std::vector<std::string> keys{std::string(key)};
    if (auto shorter = without_subaddress(key, subaddress); shorter != keys.front()) {
        keys.push_back(std::move(shorter));
    }
    keys.push_back('@' + std::string(domain_of(key)));
    return keys;
}

Owners::Owners(Settings settings, Groups groups)
    : settings_(std::move(settings)), groups_(std::move(groups)) {}

Result<std::string> Owners::key_of(const AddrSpec& address) const {
    // An address literal is nobody's: no table speaks for a machine.
    auto key = address_key(address);
    if (!key || address.domain.empty() || address.domain.front() == '[') {
        return Error{"no valid address"};
    }
    if (settings_.exact_local_parts && ascii_lower(address.local_part) != address.local_part) {
        return Error{"capital letters in the local part"};
    }
    return key;
}

bool Owners::is_self(std::string_view login, std::string_view key) const {
    if (!settings_.self) {
        return false;
    }
    const auto address = parse_addr_spec(login);
    const auto own = address ? address_key(*address) : Result<std::string>(address.error());
    return own && (*own == key || *own == without_subaddress(key, settings_.subaddress));
}

Result<std::optional<Right>> Owners::in_tables(const Memberships& who, std::string_view key) const {
    std::optional<RightSource> known;
    std::optional<Right> right;
    for (const auto& [name, table] : settings_.tables) {
        const auto& answer = who.lookups().ask(*table, key);
        if (!answer) {
            return within("table " + name, answer.error());
        }
        if (answer->found && !known) {
            known = source_in(name, *table, key);
        }
        if (!answer->found || right) {
            continue;
        }
        const auto is_owner = who.any_means(answer->values);
        if (!is_owner) {
            return within("table " + name, is_owner.error());
        }
        if (*is_owner) {
            right = {.kind = Right::Kind::owner,
                     .by = "table " + name + ": " + printable(key),
                     .source = source_in(name, *table, key)};
        }
    }
    if (known && !right) {
        right = {.kind = Right::Kind::none,
                 .by = "owned by others: " + printable(key),
                 .source = *std::move(known)};
    }
    return right;
}

Result<std::optional<Right>> Owners::delegated(const Memberships& who, std::string_view key,
                                               Moment now) const {
    std::optional<Right> best;
    std::optional<Error> doubt;
    for (const auto& delegation : settings_.delegations) {
        const bool sends_as = delegation.right == Right::Kind::owner;
        if (!delegation.covers(key, now) || (best && !sends_as)) {
            continue;
        }
        const auto is_meant = who.any_means(delegation.who);
        if (!is_meant) {
            doubt = within("delegation " + delegation.id, is_meant.error());
        } else if (*is_meant) {
            best = {
                .kind = delegation.right,
                .by = (sends_as ? "delegation " : "on behalf only: delegation ") + delegation.id,
                .owner = delegation.owner,
                .ticket = delegation.ticket,
                .source = {.kind = RightSource::Kind::delegation,
                           .id = delegation.id,
                           .line = delegation.where,
                           .until = delegation.until}};
        }
    }
    if (doubt && !(best && best->kind == Right::Kind::owner)) {
        return *std::move(doubt);  // there may be more than what is found
    }
    return best;
}

bool Delegation::covers(std::string_view key, const Moment& now) const {
    return !(until && now.time >= *until) &&
           std::find(addresses.begin(), addresses.end(), key) != addresses.end();
}

Right Owners::right(const Memberships& who, std::string_view key, Moment now) const {
    if (is_self(who.login(), key)) {
        return {
            .kind = Right::Kind::owner, .by = "self", .source = {.kind = RightSource::Kind::self}};
    }
    Right verdict{Right::Kind::none, "in no table"};
    for (const auto& candidate : lookup_keys(key, settings_.subaddress)) {
        const auto answer = in_tables(who, candidate);
        if (!answer) {
            return cannot_tell_because(answer.error().what);
        }
        if (*answer) {
            verdict = **answer;
            break;
        }
    }
    if (verdict.kind != Right::Kind::none) {
        return verdict;
    }
    auto delegation = delegated(who, key, now);
    if (!delegation) {
        return cannot_tell_because(delegation.error().what);
    }
    return *delegation ? **std::move(delegation) : verdict;
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

Result<std::optional<AddrSpec>> Owners::address_of(std::string_view login,
                                                   const Lookups& lookups) const {
    std::string text(login);
    if (settings_.primary) {
        for (const auto& spelling : groups_.spellings(login)) {
            const auto primary = primary_address(spelling, lookups);
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
