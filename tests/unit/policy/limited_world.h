// A daemon of which each message is a transaction of alice's, under rules that a test makes.
#pragma once

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"
#include "limits/memory_limits.h"
#include "policy/limit_check.h"
#include "policy/transaction.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

[[nodiscard]] inline msa::Rule rule_of(msa::Limit limit, msa::Action action = msa::Action::defer) {
    msa::Rule rule;
    rule.id = limit.id;
    rule.check_name = "limit";
    rule.stages = msa::stages_of(limit.counted);
    rule.action = action;
    limit.is_for_good = action == msa::Action::reject;
    rule.check = msa::make_limit_check(std::move(limit));
    return rule;
}

[[nodiscard]] inline msa::Limit a_day(msa::Counted counted, std::int64_t rate) {
    return {.id = "daily",
            .counted = counted,
            .quota = {.events = rate, .window = std::chrono::hours(24), .burst = rate},
            .unit = "day",
            .rate = rate};
}

class FakeSuspensions final : public msa::Suspensions {
public:
    [[nodiscard]] msa::Result<std::optional<msa::Suspension>> of(
        std::string_view /*login*/) override {
        return std::optional<msa::Suspension>();
    }
    void suspend(const msa::Suspension& suspension) noexcept override { all.push_back(suspension); }
    std::vector<msa::Suspension> all;
};

/// A daemon of which each message is a transaction.
struct World {
    explicit World(std::vector<msa::Rule> rules) {
        msa::RuleSetBuilder builder;
        builder.rules.identity.sources = {msa::IdentitySource::sasl};
        for (auto& rule : rules) {
            builder.with(std::move(rule));
        }
        set = builder.build();
    }

    msa::Environment environment() {
        return {.clock = clock,
                .random = random,
                .audit = audit,
                .rates = rates,
                .host_name = "msa.example.com",
                .facts = {.kept = msa::FactsKept::all},
                .limits = store,
                .suspensions = &suspensions};
    }

    /// What it was refused with; empty: it was accepted.
    std::string send(const std::vector<std::string>& recipients = {"<bob@example.org>"}) {
        msa::Transaction transaction(set, msa::alices_session(), ++number, environment());
        if (auto refusal = transaction.mail(
                {.argument = "<alice@example.com>", .parameters = {}, .mta_address = {}})) {
            return to_text(*refusal);
        }
        std::string refused;
        bool has_recipient = false;
        for (const auto& each : recipients) {
            const auto refusal = transaction.recipient({.argument = each});
            has_recipient = has_recipient || !refusal;
            refused = refusal ? to_text(*refusal) : refused;
        }
        if (!has_recipient) {
            transaction.abort({});
            return refused;
        }
        if (auto refusal = transaction.end_of_headers("Q1")) {
            return to_text(*refusal);
        }
        auto ended = transaction.end_of_message({});
        if (const auto* reply = std::get_if<msa::Reply>(&ended)) {
            return to_text(*reply);
        }
        const auto refusal = transaction.conclude({});
        return refusal ? to_text(*refusal) : refused;
    }
    void pass(std::chrono::seconds time) {
        now += time;
        clock.moment.time += time;
    }
    [[nodiscard]] const msa::AuditRecord& record() const { return audit.records.back(); }

    std::chrono::steady_clock::time_point now{std::chrono::seconds(1000)};
    msa::FakeClock clock;
    msa::FakeRandom random;
    msa::FakeAuditSink audit;
    msa::FakeRateCounter rates;
    msa::MemoryLimits limits{[this] { return now; }, [this] { return clock.moment.time; }};
    msa::LimitStore* store = &limits;
    FakeSuspensions suspensions;
    std::shared_ptr<const msa::RuleSet> set;
    unsigned number = 0;
};

[[nodiscard]] inline msa::Rule at_headers(
    std::string id, std::function<msa::Findings(const msa::HeadersStage&)> finds) {
    return msa::scripted_rule(
        std::move(id), {.mail = {}, .recipient = {}, .headers = std::move(finds), .message = {}});
}

[[nodiscard]] inline msa::Rule at_recipient(
    std::string id, std::function<msa::Findings(const msa::RecipientStage&)> finds) {
    auto rule = msa::scripted_rule(
        std::move(id), {.mail = {}, .recipient = std::move(finds), .headers = {}, .message = {}});
    rule.stages = {msa::Stage::recipient};
    return rule;
}

template <class... Rules>
[[nodiscard]] std::vector<msa::Rule> rules_of(Rules... rules) {
    std::vector<msa::Rule> all;
    (all.push_back(std::move(rules)), ...);
    return all;
}
