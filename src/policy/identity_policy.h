// Which proofs make an identity, in which order (RFC 6409, 3.3).
#pragma once

#include "policy/facts.h"
#include "policy/network.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

/// A client address range that stands for a service identity.
struct NetworkIdentity {
    Network network;
    std::string login;
};

struct IdentityPolicy {
    std::vector<IdentitySource> sources = {IdentitySource::sasl};
    std::vector<NetworkIdentity> networks;
    std::string login_domain;  // completes logins that have no `@`; empty: they stay

    /// The first source that proves something. EHLO names and AUTH= never do (RFC 4954, 5).
    [[nodiscard]] std::optional<Identity> identify(const Session& session) const;
};

}  // namespace msa
