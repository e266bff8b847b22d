#include "policy/rights.h"

#include "policy/owners.h"

#include <utility>

namespace msa {

Rights::Rights(const Owners& owners, const std::optional<Identity>& identity, Moment now,
               const Lookups& lookups)
    : owners_(owners),
      memberships_(owners.groups(), identity, lookups),
      has_identity_(identity),
      now_(now) {}

const Right& Rights::to_use(const AddrSpec& address) const {
    static const Right nobody{Right::Kind::none, "no identity"};
    if (!has_identity_) {
        return nobody;
    }
    const auto key = owners_.key_of(address);
    const std::string name = key ? *key : to_text(address);
    const auto known = known_.find(name);
    if (known != known_.end()) {
        return known->second;
    }
    auto right =
        key ? owners_.right(memberships_, *key, now_) : Right{Right::Kind::none, key.error().what};
    return known_.emplace(name, std::move(right)).first->second;
}

Result<std::optional<AddrSpec>> Rights::own_address() const {
    return has_identity_ ? owners_.address_of(memberships_.login(), memberships_.lookups())
                         : Result<std::optional<AddrSpec>>(std::optional<AddrSpec>());
}

}  // namespace msa
