// What may give somebody an address: the one walk that decides rights and lists them.
#pragma once

#include "base/result.h"
#include "ownership/groups.h"
#include "ownership/owners.h"
#include "ownership/rights.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// One thing that gives a right to whomever it means, or that cannot be asked.
struct Entitlement {
    std::string key{};                              // what it speaks of: an address or @domain
    Right::Kind right = Right::Kind::owner;         // or on_behalf
    RightSource source{};                           // self, a table, a delegation
    const std::vector<std::string>* who = nullptr;  // logins and group:NAME
    const Delegation* delegation = nullptr;         // where it is one
    std::optional<Error> doubt{};                   // it cannot be asked

    /// Whether it means this identity. Error: it, or a group's table, cannot tell.
    [[nodiscard]] Result<bool> means(const Memberships& identity) const;
};

/// Returns whether to go on. What it is shown is gone afterwards.
using EntitlementVisitor = std::function<bool(const Entitlement&)>;

/// Goes through all that speaks of the address with this key (Owners::key_of), in the order in
/// which it decides: [owners] self; all tables, for the first of lookup_keys() that one of them
/// knows or cannot tell of; delegations that hold at that moment.
void walk_entitlements(const Owners& owners, std::string_view key, const Moment& now,
                       const Lookups& lookups, const EntitlementVisitor& visit);

}  // namespace msa
