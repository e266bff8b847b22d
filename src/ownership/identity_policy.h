// Which proofs make an identity, in which order (RFC 6409, 3.3).
#pragma once

#include "base/result.h"
#include "ownership/lookups.h"
#include "ownership/network.h"
#include "submission/facts.h"
#include "submission/ports.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A client address range that stands for a service identity.
struct NetworkIdentity {
    Network network;
    std::string login;
};

/// Whose certificates count, and whom they stand for.
struct CertificateIdentities {
    /// What of a certificate the table is asked for.
    enum class Key { cn, dn, fingerprint };
    std::vector<std::string> issuers;     // common names
    std::shared_ptr<const Table> logins;  // key -> one login
    Key key = Key::cn;
};

/// Who logged in from the client's address a moment ago (POP before SMTP). Everybody behind the
/// same address has that proof: it never counts beside a SASL login.
struct RecentLogins {
    /// Address, or IPv6 network -> login, and seconds since 1970 as decimals.
    std::shared_ptr<const Table> table;
    std::chrono::seconds lifetime{600};
    std::vector<Network> networks;  // of clients for whom it counts; empty: all
    int ipv6_prefix = 128;          // bits; below 128 the table has networks, as 2001:db8:7:1::/64
};

struct IdentityPolicy {
    std::vector<IdentitySource> sources = {IdentitySource::sasl};
    CertificateIdentities certificates;
    std::vector<NetworkIdentity> networks;
    RecentLogins recent_logins;
    std::string local_login;                        // of whatever programs of this host submit
    std::vector<std::string> notification_domains;  // see notifies_as(); lower-case A-labels
    std::string login_domain;  // completes logins that have no `@`; empty: they stay
    std::vector<std::string> postmaster_domains;  // lower-case A-labels; empty: no exception

    /// The first source that proves something. EHLO names and AUTH= never do (RFC 4954, 5). Errors:
    /// a table cannot tell, or says something that is no answer.
    [[nodiscard]] Result<std::optional<Identity>> identify(const Session& session,
                                                           const Moment& now,
                                                           const Lookups& lookups) const;

    /// The domains at which this message may be from MAILER-DAEMON, postmaster or double-bounce: of
    /// local programs with a null sender (RFC 3464, 2) or double-bounce at one of them; else none.
    [[nodiscard]] std::vector<std::string> notifies_as(const std::optional<Identity>& identity,
                                                       const Envelope& envelope) const;

    /// Whether those without identity may write to somebody at all (RFC 6409, 6.4).
    [[nodiscard]] bool opens_postmaster() const { return !postmaster_domains.empty(); }
    /// <Postmaster>, or the postmaster of one of the domains, where they may be written to.
    [[nodiscard]] bool is_open(const Recipient& recipient) const;
    /// Every accepted recipient is such a one, and there is one.
    [[nodiscard]] bool are_open(const std::vector<Recipient>& recipients) const;
};

[[nodiscard]] std::string_view to_text(CertificateIdentities::Key key);
[[nodiscard]] std::optional<CertificateIdentities::Key> parse_certificate_key(
    std::string_view word);
[[nodiscard]] std::vector<std::string> certificate_key_words();

}  // namespace msa
