#include "policy/identity_policy.h"

#include "policy/groups.h"

#include <algorithm>

namespace msa {
namespace {

std::optional<Identity> by_sasl(const IdentityPolicy& policy, const Session& session) {
    if (session.sasl_login.empty()) {
        return std::nullopt;
    }
    return Identity{IdentitySource::sasl, canonical_login(session.sasl_login, policy.login_domain),
                    session.sasl_method};
}

std::optional<Identity> by_network(const IdentityPolicy& policy, const Session& session) {
    const auto entry = std::find_if(
        policy.networks.begin(), policy.networks.end(),
        [&](const auto& candidate) { return candidate.network.contains(session.client_address); });
    if (entry == policy.networks.end()) {
        return std::nullopt;
    }
    return Identity{IdentitySource::network, canonical_login(entry->login, policy.login_domain),
                    entry->network.text()};
}

}  // namespace

std::optional<Identity> IdentityPolicy::identify(const Session& session) const {
    for (const auto source : sources) {
        auto identity =
            source == IdentitySource::sasl ? by_sasl(*this, session) : by_network(*this, session);
        if (identity) {
            return identity;
        }
    }
    return std::nullopt;
}

}  // namespace msa
