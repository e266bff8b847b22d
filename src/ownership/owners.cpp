#include "ownership/owners.h"

#include "base/text.h"
#include "mail/address_key.h"
#include "ownership/entitlements.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

/// What the entitlements seen so far make of an address.
class Verdict {
public:
    explicit Verdict(const Memberships& who) : who_(who) {}

    /// Returns whether what comes after it can change the right.
    bool take(const Entitlement& each) {
        const bool is_delegation = each.source.kind == RightSource::Kind::delegation;
        const bool gives_more = each.right == Right::Kind::owner;
        if (is_delegation && right_.kind == Right::Kind::owner) {
            return false;
        }
        if (right_.kind == Right::Kind::on_behalf && !gives_more) {
            return true;
        }
        const auto is_meant = each.means(who_);
        if (!is_meant) {
            doubt_ = within(name_of(each.source), is_meant.error()).what;
            return is_delegation;  // another may give all there is to give
        }
        if (*is_meant) {
            give(each);
        } else if (each.source.kind == RightSource::Kind::table &&
                   right_.source.kind == RightSource::Kind::nothing) {
            right_.by = "owned by others: " + printable(each.key);
            right_.source = each.source;
        }
        return each.source.kind != RightSource::Kind::self || !*is_meant;
    }

    [[nodiscard]] Right right() && {
        const bool is_owner = right_.kind == Right::Kind::owner;
        if (doubt_ && (!is_owner || right_.source.kind == RightSource::Kind::table)) {
            return {Right::Kind::cannot_tell, *std::move(doubt_)};
        }
        return std::move(right_);
    }

private:
    static std::string name_of(const RightSource& source) {
        return source.kind == RightSource::Kind::table ? "table " + source.table
                                                       : "delegation " + source.id;
    }

    void give(const Entitlement& each) {
        const bool is_table = each.source.kind == RightSource::Kind::table;
        if (is_table && right_.kind == Right::Kind::owner) {
            return;  // by an earlier one
        }
        right_ = {.kind = each.right, .by = {}, .source = each.source};
        if (each.delegation != nullptr) {
            right_.by =
                (each.right == Right::Kind::owner ? "" : "on behalf only: ") + name_of(each.source);
            right_.owner = each.delegation->owner;
            right_.ticket = each.delegation->ticket;
        } else {
            right_.by = is_table ? name_of(each.source) + ": " + printable(each.key) : "self";
        }
    }

    const Memberships& who_;
    Right right_{Right::Kind::none, "in no table"};
    std::optional<std::string> doubt_;
};

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

bool Delegation::covers(std::string_view key, const Moment& now) const {
    return !(until && now.time >= *until) &&
           std::find(addresses.begin(), addresses.end(), key) != addresses.end();
}

Right Owners::right(const Memberships& who, std::string_view key, Moment now) const {
    Verdict verdict(who);
    walk_entitlements(*this, key, now, who.lookups(),
                      [&verdict](const Entitlement& each) { return verdict.take(each); });
    return std::move(verdict).right();
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
