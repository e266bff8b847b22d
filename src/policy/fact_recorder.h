// Listens to what the rules of one transaction ask of the world outside, for the record.
#pragma once

#include "mail/header_list.h"
#include "ownership/lookups.h"
#include "policy/rule_set.h"
#include "submission/dns_questions.h"
#include "submission/ports.h"
#include "submission/recorded_facts.h"

#include <chrono>
#include <optional>
#include <string_view>

namespace msa {

class FactRecorder {
public:
    /// Both are asked for the transaction, and must outlive this.
    FactRecorder(RateCounter& rates, const DnsAccess& dns);
    FactRecorder(const FactRecorder&) = delete;  // its parts are pointed to
    FactRecorder& operator=(const FactRecorder&) = delete;

    [[nodiscard]] RateCounter& rates() { return rates_; }
    [[nodiscard]] DnsAccess dns() const;

    /// What was asked and answered so far, and where DNS was asked.
    [[nodiscard]] const RecordedFacts& heard() const { return facts_; }
    [[nodiscard]] const DnsAccess& outside() const { return dns_.access(); }

    /// At the end: what was asked, and what of the message is to be kept.
    [[nodiscard]] RecordedFacts facts(const FactsWanted& wanted, const RuleSet& rules,
                                      const Moment& now, const Lookups& lookups);

private:
    class Rates final : public RateCounter {
    public:
        Rates(RateCounter& counter, RecordedFacts& facts) : counter_(counter), facts_(facts) {}
        [[nodiscard]] Result<bool> admit(std::string_view key, std::int64_t events,
                                         std::chrono::seconds window) override;

    private:
        RateCounter& counter_;
        RecordedFacts& facts_;
    };
    class Dns final : public Resolver, public SenderPolicy {
    public:
        Dns(const DnsAccess& access, RecordedFacts& facts) : access_(access), facts_(facts) {}
        [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                            Deadline deadline) const override;
        [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                           Deadline deadline) const override;
        [[nodiscard]] const DnsAccess& access() const { return access_; }

    private:
        DnsAccess access_;
        RecordedFacts& facts_;
    };

    RecordedFacts facts_;
    Rates rates_;
    Dns dns_;
};

/// What of the message `facts` is to keep; `body` where all of it came.
void add_message(RecordedFacts& facts, const HeaderList& received,
                 const std::optional<BodyFacts>& body);

}  // namespace msa
