#include "policy/rights.h"

#include "base/text.h"
#include "mail/address_key.h"
#include "policy/owners.h"

#include <utility>

namespace msa {

Rights::Rights(const Owners& owners, std::optional<Identity> identity, Moment now,
               const Lookups& lookups)
    : owners_(owners), identity_(std::move(identity)), now_(now), lookups_(lookups) {}

const Right& Rights::to_use(const AddrSpec& address) const {
    static const Right nobodys{Right::Kind::none, "no valid address"};
    static const Right misspelled{Right::Kind::none, "capital letters in the local part"};
    static const Right nobody{Right::Kind::none, "no identity"};
    if (!identity_) {
        return nobody;
    }
    // An address literal is nobody's: no table speaks for a machine.
    auto key = address_key(address);
    if (!key || address.domain.empty() || address.domain.front() == '[') {
        return nobodys;
    }
    if (owners_.wants_exact_local_parts() &&
        ascii_lower(address.local_part) != address.local_part) {
        return misspelled;
    }
    const auto known = known_.find(*key);
    if (known != known_.end()) {
        return known->second;
    }
    auto right = owners_.right(*identity_, *key, now_, lookups_);
    return known_.emplace(*std::move(key), std::move(right)).first->second;
}

Result<std::optional<AddrSpec>> Rights::own_address() const {
    if (!identity_) {
        return std::optional<AddrSpec>();
    }
    return owners_.address_of(*identity_, lookups_);
}

}  // namespace msa
