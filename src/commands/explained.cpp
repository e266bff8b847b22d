#include "commands/explained.h"

#include "base/instant.h"
#include "commands/exit_status.h"
#include "spf/sender_policy.h"
#include "system/clock.h"
#include "system/random.h"
#include "tables/table_listener.h"
#include "workbench/given_world.h"

#include <memory>
#include <optional>
#include <utility>

namespace msa {
namespace {

/// Names are asked for while a message is judged; every answer is noted.
class Witnesses {
public:
    Witnesses(const Judges& judges, Evidence& evidence)
        : access_{.resolver = nullptr, .patience = judges.patience} {
        if (judges.resolver == nullptr) {
            return;
        }
        resolver_.emplace(*judges.resolver, evidence);
        access_.resolver = &*resolver_;
        if (auto policy = make_sender_policy(*resolver_)) {
            policy_ = *std::move(policy);
            access_.sender_policy = policy_.get();
        }
    }

    [[nodiscard]] const DnsAccess& access() const { return access_; }

private:
    std::optional<WatchedResolver> resolver_;
    std::unique_ptr<const SenderPolicy> policy_;
    DnsAccess access_;
};

/// The tables that are open are others' too: what they say is heard where it is asked.
class Listener final : public TableListener {
public:
    explicit Listener(Evidence& evidence) : evidence_(evidence) {}
    void heard(const Table& table, std::string_view key,
               const Result<LookupAnswer>& answer) override {
        evidence_.add(table, key, answer);
    }

private:
    Evidence& evidence_;
};

Result<Moment> moment_of(const std::string& at) {
    if (at.empty()) {
        return SystemClock().now();
    }
    const auto instant = parse_instant(at);
    return instant ? Result(Moment{.time = *instant}) : within("--at " + at, instant.error());
}

/// Postfix drops these before it asks a milter (postconf(5), message_drop_headers).
void drop_as_postfix_does(HeaderList& header) {
    for (const auto* name : {"Bcc", "Content-Length", "Resent-Bcc", "Return-Path"}) {
        (void)header.remove_all(name);
    }
}

}  // namespace

Result<Explanation> explained(const ExplainQuestion& question, const Judges& judges) {
    Explanation explanation;
    auto described = described_submission(question.session, question.message);
    if (!described) {
        return within(question.name, described.error());
    }
    explanation.submission = std::move(described->submission);
    if (question.session.mta == MtaKind::postfix) {
        drop_as_postfix_does(explanation.submission.message.header);
    }
    explanation.assumed = std::move(described->assumed);
    if (!question.session.is_local && question.session.tls.empty()) {
        explanation.assumed.emplace_back("the connection is clear text; --tls 1.3 changes that");
    }
    const auto now = moment_of(question.at);
    if (!now) {
        return now.error();
    }
    const auto choice = judges.rules_for(explanation.submission.session);
    if (!choice) {
        return choice.error();
    }
    Evidence evidence;
    const Witnesses witnesses(judges, evidence);
    const FixedClock clock(*now);
    SystemRandom random;
    GivenRates rates(unlimited);  // the counts are the daemon's
    Explainer explainer(evidence);
    Listener listener(evidence);
    const WhileListening hearing(listener);
    explanation.judgement =
        judge(choice->rules, choice->governs, explanation.submission,
              {clock, random, rates, judges.host_name, witnesses.access(), &explainer});
    explanation.identity_facts = explainer.identity_facts();
    explanation.rules = explainer.rules();
    return explanation;
}

int exit_status_of(const AuditRecord& record) {
    switch (record.disposition) {
        case Disposition::accepted:
        case Disposition::out_of_scope: return exit_ok;
        case Disposition::deferred: return exit_unavailable;
        case Disposition::held:
        case Disposition::rejected:
        case Disposition::aborted: break;
    }
    return exit_findings;
}

}  // namespace msa
