// Judges a header section by alice under rules that find what a test wants.
#pragma once

#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"
#include "policy/judge.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

/// A rule that finds this in the header section of every message.
[[nodiscard]] inline msa::Rule finds(std::string id, msa::Finding found,
                                     msa::Action action = msa::Action::reject) {
    return msa::scripted_rule(
        std::move(id),
        {.mail = {},
         .recipient = {},
         .headers =
             [found = std::move(found)](const msa::HeadersStage&) { return msa::Findings{found}; },
         .message = {}},
        action);
}

[[nodiscard]] inline msa::Finding mendable() {
    return msa::finding("no Date", {{.name = "Date", .value = " now"}});
}

/// Judges a header section of one From by alice.
struct Court {
    explicit Court(msa::RuleSetBuilder& builder)
        : rules(builder.build()),
          judge(*rules, "s1"),
          rights(rules->owners, identity, {}, lookups) {
        headers.receive("From", " alice@example.com");
    }
    std::optional<msa::Reply> judged() {
        return judge.at_headers({mail_stage(), recipients, headers, unique, site, addresses});
    }
    [[nodiscard]] msa::MailStage mail_stage() {
        return {.session = session,
                .envelope = envelope,
                .now = now,
                .around = {.identity = identity,
                           .rights = rights,
                           .identities = rules->identity,
                           .lookups = lookups,
                           .rates = rates,
                           .was_asked = judge.looks_around()}};
    }
    [[nodiscard]] const msa::JudgedFinding& only_finding() {
        BOOST_REQUIRE(judge.findings().size() == 1U);
        return judge.findings().front();
    }

    std::shared_ptr<const msa::RuleSet> rules;
    msa::Judge judge;
    msa::Session session = msa::alices_session();
    std::optional<msa::Identity> identity =
        msa::Identity{msa::IdentitySource::sasl, "alice", "PLAIN"};
    msa::Envelope envelope;
    msa::Lookups lookups;
    msa::Rights rights;
    msa::FakeRateCounter rates;
    std::vector<msa::Recipient> recipients;
    msa::Moment now = msa::FakeClock().now();
    msa::HeaderList headers;
    std::string unique = "1";
    std::string site = "msa.example.com";
    msa::AddressReadings addresses;
};
