// The world outside for rules that judge what others have judged: what these were told is not asked
// again, and what they did not ask is waited for a moment only.
#pragma once

#include "submission/dns_questions.h"
#include "submission/ports.h"
#include "submission/recorded_facts.h"

#include <chrono>
#include <string_view>

namespace msa {

class HeardWorld final : public Resolver, public SenderPolicy, public RateCounter {
public:
    /// `rates` counts what `heard` does not know of; null: nobody can tell. Nothing is waited for
    /// after `until`. All must outlive this.
    HeardWorld(const RecordedFacts& heard, const DnsAccess& outside, RateCounter* rates,
               Deadline until)
        : heard_(heard), outside_(outside), own_rates_(rates), until_(until) {}

    [[nodiscard]] DnsAccess dns() const {
        return {.resolver = outside_.resolver == nullptr ? nullptr : this,
                .sender_policy = outside_.sender_policy == nullptr ? nullptr : this,
                .patience = outside_.patience};
    }

    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;
    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                       Deadline deadline) const override;
    [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                     std::chrono::seconds window) override;

private:
    const RecordedFacts& heard_;
    DnsAccess outside_;
    RateCounter* own_rates_;
    Deadline until_;
};

}  // namespace msa
