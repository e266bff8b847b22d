#include "commands/name_services.h"

#include "spf/sender_policy.h"

#include <utility>

namespace msa {

NameServices NameServices::open(const DaemonSettings& settings,
                                const std::function<void(const Error&)>& complain) {
    NameServices services;
    auto resolver = make_unbound_resolver(
        {.servers = settings.resolver, .question_timeout = settings.resolver_timeout});
    if (!resolver) {
        complain(resolver.error());
        return services;
    }
    services.resolver = *std::move(resolver);
    auto policy = make_sender_policy(*services.resolver);
    if (!policy) {
        complain(policy.error());
        return services;
    }
    services.sender_policy = *std::move(policy);
    services.measured_policy =
        std::make_unique<const MeasuredSenderPolicy>(services.sender_policy.get());
    return services;
}

DnsAccess NameServices::access(const DaemonSettings& settings) const {
    return {.resolver = resolver.get(),
            .sender_policy = measured_policy.get(),
            .patience = settings.resolver_deadline};
}

}  // namespace msa
