// DNS by libunbound: one context with a cache and a background thread for the whole daemon.
#pragma once

#include "policy/ports.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace msa {

struct ResolverSettings {
    /// Addresses of recursive servers, each perhaps with @PORT; empty: those of /etc/resolv.conf,
    /// which is read once.
    std::vector<std::string> servers;
    /// How long one question may take. A server that does not answer costs this much.
    std::chrono::milliseconds question_timeout{3000};
};

/// Start no earlier than the process is whom it stays: it starts threads. Errors: no resolv.conf
/// that can be read, a server that is no address.
[[nodiscard]] Result<std::unique_ptr<const Resolver>> make_unbound_resolver(
    const ResolverSettings& settings);

}  // namespace msa
