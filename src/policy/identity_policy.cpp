#include "policy/identity_policy.h"

#include "base/text.h"
#include "mail/domain.h"
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

bool IdentityPolicy::is_open(const Recipient& recipient) const {
    if (!opens_postmaster() || !recipient.path ||
        !equal_ignoring_case(recipient.path->address.local_part, "postmaster")) {
        return false;
    }
    if (recipient.path->is_bare_postmaster()) {
        return true;
    }
    const auto domain = a_labels(recipient.path->address.domain);
    return domain && std::find(postmaster_domains.begin(), postmaster_domains.end(), *domain) !=
                         postmaster_domains.end();
}

bool IdentityPolicy::are_open(const std::vector<Recipient>& recipients) const {
    bool is_any = false;
    for (const auto& recipient : recipients) {
        if (recipient.refusal) {
            continue;
        }
        if (!is_open(recipient)) {
            return false;
        }
        is_any = true;
    }
    return is_any;
}

}  // namespace msa
