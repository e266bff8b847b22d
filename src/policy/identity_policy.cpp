#include "policy/identity_policy.h"

#include "base/text.h"
#include "mail/address_key.h"
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

/// How certificates compare: as their names do where they are addresses, else without case.
std::string name_key(const std::string& common_name) {
    const auto address = parse_addr_spec(common_name);
    const auto key = address ? address_key(*address) : Result<std::string>(address.error());
    return key ? *key : ascii_lower(common_name);
}

Result<std::optional<Identity>> by_certificate(const IdentityPolicy& policy, const Session& session,
                                               const Lookups& lookups) {
    const auto& [issuers, logins] = policy.certificates;
    const auto& certificate = session.certificate;
    const bool counts =
        !certificate.subject.empty() && logins != nullptr &&
        std::find(issuers.begin(), issuers.end(), certificate.issuer) != issuers.end();
    if (!counts) {
        return std::optional<Identity>();
    }
    const auto& answer = lookups.ask(*logins, name_key(certificate.subject));
    if (!answer) {
        return within("certificate of '" + printable(certificate.subject) + '\'', answer.error());
    }
    if (!answer->found) {
        return std::optional<Identity>();
    }
    if (answer->values.size() != 1) {
        return Error{"certificate of '" + printable(certificate.subject) +
                     "': it stands for more or less than one login"};
    }
    return std::optional(Identity{IdentitySource::certificate,
                                  canonical_login(answer->values.front(), policy.login_domain),
                                  certificate.subject + ", issued by " + certificate.issuer});
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

Result<std::optional<Identity>> IdentityPolicy::identify(const Session& session,
                                                         const Lookups& lookups) const {
    const auto by = [&](IdentitySource source) -> Result<std::optional<Identity>> {
        switch (source) {
            case IdentitySource::sasl: return by_sasl(*this, session);
            case IdentitySource::certificate: return by_certificate(*this, session, lookups);
            case IdentitySource::network: break;
        }
        return by_network(*this, session);
    };
    for (const auto source : sources) {
        auto identity = by(source);
        if (!identity || *identity) {
            return identity;
        }
    }
    return std::optional<Identity>();
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
