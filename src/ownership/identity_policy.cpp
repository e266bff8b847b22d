#include "ownership/identity_policy.h"

#include "base/text.h"
#include "mail/address_key.h"
#include "mail/domain.h"
#include "ownership/groups.h"

#include <algorithm>
#include <charconv>

namespace msa {
namespace {

std::optional<Identity> by_sasl(const IdentityPolicy& policy, const Session& session) {
    if (session.sasl_login.empty()) {
        return std::nullopt;
    }
    return Identity{IdentitySource::sasl, canonical_login(session.sasl_login, policy.login_domain),
                    session.sasl_method};
}

/// How tables know names: as addresses where they are some, else without case.
std::string name_key(const std::string& name) {
    const auto address = parse_addr_spec(name);
    const auto key = address ? address_key(*address) : Result<std::string>(address.error());
    return key ? *key : ascii_lower(name);
}

/// What the table is asked for; empty where the MTA does not tell it. Its name, for people.
std::pair<const std::string&, const char*> key_of(const Certificate& certificate,
                                                  CertificateIdentities::Key key) {
    switch (key) {
        case CertificateIdentities::Key::dn: return {certificate.dn, "distinguished name"};
        case CertificateIdentities::Key::fingerprint:
            return {certificate.fingerprint, "SHA-256 fingerprint"};
        case CertificateIdentities::Key::cn: break;
    }
    return {certificate.subject, "common name"};
}

Result<std::optional<Identity>> by_certificate(const IdentityPolicy& policy, const Session& session,
                                               const Lookups& lookups) {
    const auto& [issuers, logins, kind] = policy.certificates;
    const auto& certificate = session.certificate;
    const auto& [key, name] = key_of(certificate, kind);
    const bool counts = logins != nullptr && std::find(issuers.begin(), issuers.end(),
                                                       certificate.issuer) != issuers.end();
    if (!counts || (key.empty() && kind == CertificateIdentities::Key::cn)) {
        return std::optional<Identity>();
    }
    const std::string what = "certificate of '" + printable(certificate.subject) + '\'';
    if (key.empty()) {
        return Error{what + ": the MTA does not tell its " + name};
    }
    const auto& answer = lookups.ask(*logins, name_key(key));
    if (!answer) {
        return within(what, answer.error());
    }
    if (!answer->found) {
        return std::optional<Identity>();
    }
    if (answer->values.size() != 1) {
        return Error{what + ": it has more or fewer than one login"};
    }
    return std::optional(Identity{IdentitySource::certificate,
                                  canonical_login(answer->values.front(), policy.login_domain),
                                  key + ", issued by " + certificate.issuer});
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

/// Clocks of two hosts differ by a little.
constexpr std::chrono::seconds clock_slack{60};

/// How long ago the login was; absent where the text is no time, or one that is still to come.
std::optional<std::chrono::seconds> age_of(std::string_view text, const Moment& now) {
    std::int64_t seconds = 0;
    const auto* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, seconds);
    const auto today = std::chrono::floor<std::chrono::seconds>(now.time).time_since_epoch();
    if (error != std::errc() || rest != end || seconds < 0 ||
        seconds > (today + clock_slack).count()) {
        return std::nullopt;
    }
    return std::max(today - std::chrono::seconds(seconds), std::chrono::seconds(0));
}

Result<std::optional<Identity>> by_recent_login(const IdentityPolicy& policy,
                                                const Session& session, const Moment& now,
                                                const Lookups& lookups) {
    const auto& [table, lifetime, networks, ipv6_prefix] = policy.recent_logins;
    const auto& client = session.client_address;
    const bool counts = networks.empty() ||
                        std::any_of(networks.begin(), networks.end(),
                                    [&](const Network& range) { return range.contains(client); });
    if (client.empty() || session.is_local || !session.sasl_login.empty() || !counts ||
        table == nullptr) {
        return std::optional<Identity>();
    }
    const std::string place = ipv6_network_of(client, ipv6_prefix);
    const std::string what = "recent login from " + printable(place);
    const auto& answer = lookups.ask(*table, place);
    if (!answer) {
        return within(what, answer.error());
    }
    if (!answer->found) {
        return std::optional<Identity>();
    }
    const auto age = answer->values.size() == 2 ? age_of(answer->values[1], now) : std::nullopt;
    if (!age || answer->values[0].empty()) {
        return Error{what + ": the table says '" + printable(join(answer->values, " ")) +
                     "', which is not a login and its time"};
    }
    if (*age > lifetime) {
        return std::optional<Identity>();
    }
    return std::optional(Identity{IdentitySource::recent_login,
                                  canonical_login(answer->values[0], policy.login_domain),
                                  place + ", " + std::to_string(age->count()) + " s ago"});
}

std::optional<Identity> by_local(const IdentityPolicy& policy, const Session& session) {
    if (!session.is_local || policy.local_login.empty()) {
        return std::nullopt;
    }
    return Identity{IdentitySource::local, canonical_login(policy.local_login, policy.login_domain),
                    "a local program"};
}

bool is_double_bounce(const AddrSpec& address, const std::vector<std::string>& domains) {
    const auto domain = a_labels(address.domain);
    return equal_ignoring_case(address.local_part, "double-bounce") && domain &&
           std::find(domains.begin(), domains.end(), *domain) != domains.end();
}

/// Whether the sender is one that the host's own notifications have, as read by us and by the MTA.
bool is_from_host(const Envelope& envelope, const std::vector<std::string>& domains) {
    if (!envelope.sender) {
        return false;
    }
    if (envelope.sender->is_null()) {
        return envelope.mta_sender.empty();
    }
    if (!is_double_bounce(envelope.sender->address, domains)) {
        return false;
    }
    const auto used = parse_addr_spec(envelope.mta_sender);
    return envelope.mta_sender.empty() || (used && is_double_bounce(*used, domains));
}

}  // namespace

Result<std::optional<Identity>> IdentityPolicy::identify(const Session& session, const Moment& now,
                                                         const Lookups& lookups) const {
    const auto by = [&](IdentitySource source) -> Result<std::optional<Identity>> {
        switch (source) {
            case IdentitySource::sasl: return by_sasl(*this, session);
            case IdentitySource::certificate: return by_certificate(*this, session, lookups);
            case IdentitySource::recent_login: return by_recent_login(*this, session, now, lookups);
            case IdentitySource::local: return by_local(*this, session);
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

std::vector<std::string> IdentityPolicy::notifies_as(const std::optional<Identity>& identity,
                                                     const Envelope& envelope) const {
    const bool is_local = identity && identity->source == IdentitySource::local;
    return is_local && is_from_host(envelope, notification_domains) ? notification_domains
                                                                    : std::vector<std::string>();
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
