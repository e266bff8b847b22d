// The callbacks as libmilter calls them for one session, with everything behind them in memory.
#pragma once

#include "fake_libmilter.h"
#include "fakes/fake_audit_sink.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_random.h"
#include "fakes/fake_rate_counter.h"
#include "fakes/rule_set_builder.h"
#include "milter/libmilter/callbacks.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace msa {

inline constexpr unsigned long all_actions = 0x1ff;
inline constexpr unsigned long all_steps = 0x1fffff;

/// A daemon with one session, whose steps are said in order. Its log only says what replies say.
struct Milter {
    explicit Milter(RuleSetBuilder builder = RuleSetBuilder())
        : rules(std::make_shared<const msa::RuleSets>(
              std::vector{with_alice(std::move(builder)).build()})) {
        open_gate(daemon);
        context.macros = {{"v", "Postfix 3.7.11"}, {"{auth_authen}", "alice"}, {"i", "Q1"}};
    }
    Milter(const Milter&) = delete;
    Milter& operator=(const Milter&) = delete;
    ~Milter() {
        call.xxfi_close(&context);
        BOOST_TEST(close_gate(std::chrono::milliseconds(0)));
    }

    static RuleSetBuilder with_alice(RuleSetBuilder builder) {
        builder.with_owner("alice@example.com", {"alice"});
        return builder;
    }

    sfsistat negotiate(unsigned long actions = all_actions, unsigned long steps = all_steps) {
        unsigned long ignored = 0;
        return call.xxfi_negotiate(&context, actions, steps, 0, 0, &agreed_actions, &agreed_steps,
                                   &ignored, &ignored);
    }
    sfsistat connect() { return call.xxfi_connect(&context, text("client.example.org"), nullptr); }
    sfsistat mail() {
        char* arguments[] = {text("<alice@example.com>"), nullptr};
        return call.xxfi_envfrom(&context, arguments);
    }
    sfsistat recipient() {
        char* arguments[] = {text("<rcpt@example.net>"), nullptr};
        return call.xxfi_envrcpt(&context, arguments);
    }
    sfsistat header(const char* name, const char* value) {
        return call.xxfi_header(&context, text(name), text(value));
    }
    sfsistat body() {
        std::string chunk = "Hello.\r\n";
        return call.xxfi_body(&context, reinterpret_cast<unsigned char*>(chunk.data()),
                              chunk.size());
    }
    sfsistat end_of_headers() { return call.xxfi_eoh(&context); }
    sfsistat end_of_message() { return call.xxfi_eom(&context); }

    void begin_session() {
        BOOST_REQUIRE(negotiate() == SMFIS_CONTINUE);
        BOOST_REQUIRE(connect() == SMFIS_NOREPLY);
    }
    /// Until the body, all of it accepted.
    void begin_message() {
        begin_session();
        BOOST_REQUIRE(mail() == SMFIS_CONTINUE);
        BOOST_REQUIRE(recipient() == SMFIS_CONTINUE);
        BOOST_REQUIRE(header("From", " alice@example.com") == SMFIS_NOREPLY);
    }

    std::vector<Disposition> dispositions() const {
        std::vector<Disposition> result;
        for (const AuditRecord& record : audit.records) {
            result.push_back(record.disposition);
        }
        return result;
    }

    static char* text(const char* constant) { return const_cast<char*>(constant); }

    RuleStore rules;
    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    Log log{Log::Sink::syslog};
    Daemon daemon{.rules = rules, .environment = {clock, random, audit, rates, "host"}, .log = log};
    SMFICTX context;
    smfiDesc call = callbacks();
    unsigned long agreed_actions = 0;
    unsigned long agreed_steps = 0;
};

}  // namespace msa
