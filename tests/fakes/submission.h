// Drives a transaction the way an MTA does, and keeps what it was told and what was recorded.
#pragma once

#include "fakes/fake_audit_sink.h"
#include "fakes/fake_clock.h"
#include "fakes/fake_random.h"
#include "fakes/fake_rate_counter.h"
#include "policy/transaction.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// alice, authenticated, over TLS, at a Postfix.
[[nodiscard]] inline Session alices_session() {
    Session session;
    session.id = "s1";
    session.host = MtaKind::postfix;
    session.mta = "Postfix 3.7.11";
    session.mta_name = "mx.example.com";
    session.listener = "submission";
    session.listener_port = 587;
    session.client_name = "client.example.com";
    session.client_address = "192.0.2.1";
    session.client_port = 40000;
    session.helo = "[10.0.0.1]";
    session.tls = {.version = "TLSv1.3", .cipher = "TLS_AES_256_GCM_SHA384", .bits = 256};
    session.sasl_login = "alice";
    session.sasl_method = "PLAIN";
    return session;
}

/// What a message is made of; by default one that needs no edit but for what its test takes away.
struct Submitted {
    MailCommand mail{.argument = "<alice@example.com>", .parameters = {}, .mta_address = {}};
    std::vector<std::string> recipients{"<bob@example.org>"};
    std::vector<std::pair<std::string, std::string>> fields{
        {"From", " Alice <alice@example.com>"},
        {"To", " bob@example.org"},
        {"Subject", " hello"},
        {"Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
        {"Message-ID", " <1@example.com>"}};
    std::vector<std::string> body{"hello\r\n"};
};

/// One transaction with a world of its own.
class Submission {
public:
    explicit Submission(std::shared_ptr<const RuleSet> rules, Session session = alices_session())
        : transaction(std::move(rules), std::move(session), 1,
                      Environment{clock, random, audit, rates, "msa.example.com"}) {}

    /// From MAIL until it is refused or the MTA has carried out every edit.
    Refusal submit(const Submitted& message) {
        if (auto refusal = until_message(message)) {
            return refusal;
        }
        auto ended = transaction.end_of_message("Q1");
        if (auto* reply = std::get_if<Reply>(&ended)) {
            return std::move(*reply);
        }
        outcome = std::get<Outcome>(std::move(ended));
        return transaction.conclude({});
    }

    /// From MAIL to the last of the body.
    Refusal until_message(const Submitted& message) {
        if (auto refusal = transaction.mail(message.mail)) {
            return refusal;
        }
        for (const auto& recipient : message.recipients) {
            recipient_refusals.push_back(transaction.recipient({.argument = recipient}));
        }
        for (const auto& [name, value] : message.fields) {
            transaction.header(name, value);
        }
        if (auto refusal = transaction.end_of_headers("Q1")) {
            return refusal;
        }
        for (const auto& chunk : message.body) {
            transaction.body(chunk);
        }
        return std::nullopt;
    }

    /// The one record there must be.
    [[nodiscard]] const AuditRecord& record() const { return audit.records.at(0); }

    FakeClock clock;
    FakeRandom random;
    FakeAuditSink audit;
    FakeRateCounter rates;
    Transaction transaction;
    std::vector<Refusal> recipient_refusals;
    std::optional<Outcome> outcome;
};

}  // namespace msa
