// What this host is to the domains that it submits mail for: the facts that their DNS must tell.
#pragma once

#include "checks/egress.h"
#include "crypto/private_key.h"
#include "submission/signing_settings.h"

#include <memory>
#include <string>
#include <vector>

namespace msa {

/// A key that the rule files sign with, and what else they say of signing.
struct SiteKey {
    std::string name;  // SELECTOR._domainkey.DOMAIN
    SigningKeySettings settings;
    std::shared_ptr<const SigningSettings> all;
    PrivateKey key;
};

struct ServicePort {
    unsigned port = 0;             // 0: not offered
    std::string from = "[names]";  // who says so
};

struct Site {
    std::string host;                       // that mail programs connect to
    ServicePort submission{587};            // the port with STARTTLS (RFC 6409, 3.1)
    ServicePort submissions{465};           // the port with implicit TLS (RFC 8314, 3.3)
    std::string host_from = "[names]";      // who says so
    std::vector<std::string> exchangers{};  // where mail comes in; empty: nobody has said
    std::string reports{};                  // a mailbox; empty: postmaster@ of each domain
    std::vector<Egress> egress{};
    std::vector<SiteKey> keys{};
};

/// A domain of it. A name that is empty stands for the host itself.
struct SiteDomain {
    const Site& site;
    std::string name;  // lower-case A-labels
};

/// Where reports about the domain go.
[[nodiscard]] std::string report_mailbox(const SiteDomain& domain);

/// What is known of this host and who says it, a line each: "host: mail.example.com ([names])".
[[nodiscard]] std::vector<std::string> fact_lines(const SiteDomain& domain);

/// Those that sign for its addresses, now or later.
[[nodiscard]] std::vector<const SiteKey*> keys_of(const SiteDomain& domain);

}  // namespace msa
