// One message from MAIL FROM to its end: the only entrance to the core. The milter, the cases, the
// fuzzer and the commands all drive this. Not for two threads at once; any thread may go on where
// another left off.
#pragma once

#include "policy/audit_record.h"
#include "policy/candidate.h"
#include "policy/fact_recorder.h"
#include "policy/judge.h"
#include "policy/rule_set.h"
#include "policy/transaction_limits.h"
#include "submission/dns_questions.h"
#include "submission/edit_plan.h"
#include "submission/envelope.h"
#include "submission/header_meter.h"
#include "submission/ports.h"
#include "submission/recipient_room.h"
#include "submission/submission_state.h"
#include "submission/suspensions.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace msa {

/// What every transaction of a daemon shares. All must outlive the transaction.
struct Environment {
    const Clock& clock;
    RandomSource& random;
    AuditSink& audit;
    RateCounter& rates;
    std::string host_name;  // right side of Message-IDs where the MTA told no name of its own
    DnsAccess dns{};
    JudgeObserver* observer = nullptr;  // null: nobody asks why
    /// `sha256:...` of a body, or nothing, where nobody wants to know.
    std::string (*digest)(std::string_view body) = [](std::string_view) { return std::string(); };
    FactsWanted facts{};
    RateCounter* rates_of_candidate = nullptr;  // what a candidate may use up; null: nothing
    LimitStore* limits = nullptr;               // null: nothing is counted
    Suspensions* suspensions = nullptr;         // null: nobody is suspended
    LimitStore* limits_of_candidate = nullptr;  // what a candidate may use up; null: nothing
};

/// What the MTA is asked to do with an accepted message.
struct Outcome {
    std::vector<Edit> edits;            // in the order in which they must be asked for
    std::string hold_reason;            // empty: not held
    std::optional<std::string> body{};  // instead of the one received; lines end with CRLF
};

/// An absent refusal means: go on.
using Refusal = std::optional<Reply>;

class Transaction {
public:
    Transaction(std::shared_ptr<const RuleSet> rules, Session session, unsigned number,
                Environment environment);
    Transaction(const Transaction&) = delete;  // rights_ knows where lookups_ is
    Transaction& operator=(const Transaction&) = delete;

    /// Before all others: rules that judge it too, at its end, and of which nothing is done.
    void try_out(Candidate candidate);

    /// Each of the next five is called once (recipient, header, body: any number of times), in this
    /// order. After a refusal by anything but recipient() the transaction is over and recorded.
    [[nodiscard]] Refusal mail(MailCommand command);
    [[nodiscard]] Refusal recipient(RecipientCommand command);
    /// The MTA itself has refused it, and told the client so: recorded, and judged by no rule.
    void refused_recipient(RecipientCommand command, Reply reply);
    void header(std::string name, std::string value);
    [[nodiscard]] Refusal end_of_headers(std::string queue_id);
    /// Octets of the body, in order; throws before end_of_headers().
    void body(std::string_view chunk);
    /// In its place, where the octets are not there any more: what was counted in them. A check
    /// that wants to see them is shown as many others.
    void body(const BodyFacts& counted);
    /// The edits to make if the message is not refused. conclude() must follow where it is not.
    /// Throws before end_of_headers().
    [[nodiscard]] std::variant<Outcome, Reply> end_of_message(std::string queue_id);
    /// Records the message as accepted. `carried_out`: whether the MTA took every edit. Refuses
    /// where it did not, or where the record could not be written.
    [[nodiscard]] Refusal conclude(const Result<void>& carried_out);

    /// The client or the MTA gave up; recorded, unless the transaction was over. May come twice.
    void abort(std::string_view queue_id) noexcept;
    /// Internal trouble (an exception): recorded; the client is to try again, as `said` (4xx).
    [[nodiscard]] Reply fail(std::string_view trouble, Reply said = try_again_later()) noexcept;
    /// Not governed by the rule file: recorded as such; the message passes untouched.
    [[nodiscard]] Refusal leave_alone(MailCommand command);

    [[nodiscard]] bool is_over() const { return over_; }
    /// end_of_headers() was called.
    [[nodiscard]] bool is_header_judged() const { return is_header_judged_; }

private:
    static constexpr std::size_t unique_octets = 8;

    [[nodiscard]] Refusal refuse(const Reply& reply);
    void listen();
    [[nodiscard]] bool record(Disposition disposition);
    void record_submission();
    void end_limits(bool is_accepted);
    [[nodiscard]] Result<void> look_for_suspension();
    [[nodiscard]] std::string canonical_login_of(const Identity& identity) const;
    /// Once: what a rule demanded.
    void suspend(const std::optional<Identity>& identity);
    void record_candidate();
    [[nodiscard]] MailStage mail_stage();
    [[nodiscard]] HeadersStage headers_stage();
    [[nodiscard]] Result<void> begin_signing();
    void begin_signing_late(std::string_view body);
    void add_to_signature(std::string_view chunk);
    [[nodiscard]] Refusal sign();
    [[nodiscard]] Refusal unsigned_because(const Error& error);

    std::shared_ptr<const RuleSet> rules_;
    std::string session_id_;
    Environment environment_;
    AuditRecord record_;  // written once, at the end, and never asked before
    Moment began_;
    std::string unique_;
    SubmissionState state_;  // moves into the record
    Lookups lookups_;
    std::unique_ptr<FactRecorder> recorder_;     // null: nobody wants to know of facts
    std::optional<Candidate> candidate_;         // absent: none
    std::optional<QuietRules> quiet_;            // the same
    Envelope said_;                              // as it came; only where there is a candidate
    std::unique_ptr<TransactionLimits> limits_;  // null: nothing is counted
    std::optional<Rights> rights_;
    RecipientRoom room_;
    Judge judge_;
    HeaderMeter meter_;  // of what is received
    BodyScanner scanner_;
    std::optional<std::string> kept_body_;  // while a check may want to repair it
    std::size_t most_kept_ = 0;             // octets
    std::unique_ptr<Signing> signing_;
    std::string signing_error_;
    bool is_header_judged_ = false;
    bool is_login_suspended_ = false;  // by this transaction
    bool over_ = false;
};

}  // namespace msa
