#include "ownership/rights.h"

#include "base/text.h"
#include "mail/domain.h"
#include "ownership/owners.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {

Rights::Rights(const Owners& owners, const std::optional<Identity>& identity, Moment now,
               const Lookups& lookups, std::vector<std::string> notifies_as)
    : owners_(owners),
      memberships_(owners.groups(), identity, lookups),
      has_identity_(identity),
      now_(now),
      notifies_as_(std::move(notifies_as)) {}

bool Rights::is_notifier(const AddrSpec& address) const {
    static constexpr std::array<std::string_view, 3> names{"MAILER-DAEMON", "postmaster",
                                                           "double-bounce"};
    if (std::none_of(names.begin(), names.end(), [&address](std::string_view name) {
            return equal_ignoring_case(address.local_part, name);
        })) {
        return false;
    }
    const auto domain = a_labels(address.domain);
    return domain &&
           std::find(notifies_as_.begin(), notifies_as_.end(), *domain) != notifies_as_.end();
}

Right Rights::found(const AddrSpec& address, const Result<std::string>& key) const {
    if (!notifies_as_.empty() && is_notifier(address)) {
        return {.kind = Right::Kind::owner,
                .by = "[identity.local] notifications",
                .source = {.kind = RightSource::Kind::notifications}};
    }
    return key ? owners_.right(memberships_, *key, now_)
               : Right{Right::Kind::none, key.error().what};
}

std::string Rights::name_of(const AddrSpec& address) const {
    const auto key = owners_.key_of(address);
    return key ? *key : to_text(address);
}

const Right& Rights::to_use(const AddrSpec& address, std::string_view field) const {
    static const Right nobody{Right::Kind::none, "no identity"};
    if (!has_identity_) {
        return nobody;
    }
    const auto key = owners_.key_of(address);
    const std::string name = key ? *key : to_text(address);
    auto known = known_.find(name);
    if (known == known_.end()) {
        known = known_.emplace(name, AskedRight{found(address, key)}).first;
    }
    auto& fields = known->second.fields;
    if (!field.empty() && std::find(fields.begin(), fields.end(), field) == fields.end()) {
        fields.emplace_back(field);
    }
    return known->second;
}

Result<std::optional<AddrSpec>> Rights::own_address() const {
    return has_identity_ ? owners_.address_of(memberships_.login(), memberships_.lookups())
                         : Result<std::optional<AddrSpec>>(std::optional<AddrSpec>());
}

}  // namespace msa
