// Questions that people ask about ownership: who may use an address, and which ones a login may.
#pragma once

#include "ownership/groups.h"
#include "ownership/owners.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// One reason why somebody may use an address.
struct Grant {
    std::string who;      // a login, or group:NAME, as the table or the rule file writes it
    std::string address;  // key for which it is given: an address or @domain
    Right right;
    std::string where{};                                           // FILE:LINE; empty: not known
    std::optional<std::chrono::system_clock::time_point> until{};  // it ends then
};

struct Grants {
    std::vector<Grant> found;
    std::vector<std::string> doubts;  // why there may be more, or less
};

/// Who may use the address with this key (Owners::key_of): all entitlements that Owners::right()
/// goes by.
[[nodiscard]] Grants grants_for(const Owners& owners, std::string_view key, const Moment& now,
                                const Lookups& lookups);

/// What the login may use, as far as tables can be listed. An @domain stands for those of its
/// addresses that have no entry of their own.
[[nodiscard]] Grants grants_of(const Owners& owners, const Memberships& who, const Moment& now);

}  // namespace msa
