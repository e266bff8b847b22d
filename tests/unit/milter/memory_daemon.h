// What sessions of a daemon share, all of it in memory. Its log only says what replies say.
#pragma once

#include "fakes/fake_audit_sink.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_random.h"
#include "fakes/fake_rate_counter.h"
#include "fakes/rule_set_builder.h"
#include "milter/connection.h"

#include <memory>
#include <utility>
#include <vector>

namespace msa {

struct MemoryDaemon {
    explicit MemoryDaemon(RuleSetBuilder builder = RuleSetBuilder())
        : rules(std::make_shared<const RuleSets>(
              std::vector{with_alice(std::move(builder)).build()})) {}
    MemoryDaemon(const MemoryDaemon&) = delete;
    MemoryDaemon& operator=(const MemoryDaemon&) = delete;

    static RuleSetBuilder with_alice(RuleSetBuilder builder) {
        builder.with_owner("alice@example.com", {"alice"});
        return builder;
    }

    std::vector<Disposition> dispositions() const {
        std::vector<Disposition> result;
        for (const AuditRecord& record : audit.records) {
            result.push_back(record.disposition);
        }
        return result;
    }

    RuleStore rules;
    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    Log log{Log::Sink::syslog};
    Daemon daemon{.rules = rules, .environment = {clock, random, audit, rates, "host"}, .log = log};
};

}  // namespace msa
