// DNS by libunbound: one context with a cache and a background thread for the whole daemon.
#pragma once

#include "submission/ports.h"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct ResolverSettings {
    /// Addresses of recursive servers, each perhaps with @PORT; empty: those of /etc/resolv.conf,
    /// which is read once.
    std::vector<std::string> servers;
    /// How long one question may take. A server that does not answer costs this much.
    std::chrono::milliseconds question_timeout{3000};
};

/// One that is asked of name servers, services and aliases, too.
class NamesResolver : public Resolver {
public:
    /// What the NS records of that very name have; empty: it has none, or does not exist. Error:
    /// cannot tell.
    [[nodiscard]] virtual Result<std::vector<std::string>> name_servers(
        std::string_view zone, Deadline deadline) const = 0;
    /// The SRV records of that name (RFC 2782), each as a zone file has it, "0 1 587 mail.example":
    /// priority, weight, port, and the target as DnsRecord has names. Error: cannot tell.
    [[nodiscard]] virtual Result<DnsAnswer> services(std::string_view name,
                                                     Deadline deadline) const = 0;
    /// What the CNAME record of that very name has; empty: it has none. Error: cannot tell.
    [[nodiscard]] virtual Result<std::string> alias(std::string_view name,
                                                    Deadline deadline) const = 0;
};

/// Start no earlier than the process is whom it stays: it starts threads. Errors: no resolv.conf
/// that can be read, a server that is no address.
[[nodiscard]] Result<std::unique_ptr<const NamesResolver>> make_unbound_resolver(
    const ResolverSettings& settings);

}  // namespace msa
