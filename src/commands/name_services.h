// Who is asked about names, as the settings say.
#pragma once

#include "base/result.h"
#include "config/daemon_settings.h"
#include "dns/unbound_resolver.h"
#include "metrics/measured_sender_policy.h"
#include "submission/dns_questions.h"

#include <functional>
#include <memory>

namespace msa {

/// Without a resolver checks that need it cannot tell.
struct NameServices {
    std::unique_ptr<const NamesResolver> resolver;
    std::unique_ptr<const SenderPolicy> sender_policy;            // asks `resolver`
    std::unique_ptr<const MeasuredSenderPolicy> measured_policy;  // asks `sender_policy`

    /// What is missing is told to `complain`.
    [[nodiscard]] static NameServices open(const DaemonSettings& settings,
                                           const std::function<void(const Error&)>& complain);

    [[nodiscard]] DnsAccess access(const DaemonSettings& settings) const;
};

}  // namespace msa
