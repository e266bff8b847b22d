// Runs the rules of one stage in their order and turns findings into consequences. The first
// refusal ends the stage; everything judged before it is kept.
#pragma once

#include "policy/audit_record.h"
#include "policy/judge_observer.h"
#include "policy/resending.h"
#include "policy/rule_set.h"
#include "submission/header_meter.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A message while repairs may still be made.
struct Draft {
    HeaderList& headers;
    std::optional<std::string> body{};  // instead of the one received
};

class Judge {
public:
    /// `rules`, and `observer` where there is one, must outlive this; `session` is named in
    /// replies.
    Judge(const RuleSet& rules, std::string session, JudgeObserver* observer = nullptr);

    /// Repairs are applied to `envelope`, `recipient` and `headers`, which `at` must show, as they
    /// are found.
    [[nodiscard]] std::optional<Reply> at_mail(const MailStage& at, Envelope& envelope);
    [[nodiscard]] std::optional<Reply> at_recipient(const RecipientStage& at, Recipient& recipient);
    [[nodiscard]] std::optional<Reply> at_headers(const HeadersStage& at, HeaderList& headers);
    /// What a header section may have where no rule refuses more, whoever the client is.
    [[nodiscard]] HeaderCeiling header_ceiling(const Moment& now) const;
    /// The most that a check wants to see of the body in order to repair it; 0: nothing.
    [[nodiscard]] std::size_t body_wanted(const HeadersStage& at) const;
    /// `draft`: what can still be changed; null where the signature has begun.
    [[nodiscard]] std::optional<Reply> at_message(const MessageStage& at, Draft* draft);

    [[nodiscard]] std::vector<JudgedFinding>& findings() { return findings_; }
    /// Keeps the first so many; returns how many that were not.
    std::size_t forget_findings(std::size_t kept);
    /// Why the message shall be held; empty: it shall not.
    [[nodiscard]] const std::string& hold_reason() const { return hold_reason_; }

    /// Whether the login shall be refused from now on.
    [[nodiscard]] const std::optional<WantedSuspension>& suspension() const { return suspension_; }

private:
    /// Carries out a finding's repair; false: nothing there that could be mended.
    using Mend = std::function<bool(Finding&)>;

    template <class At>
    std::optional<Reply> run(const At& at, Findings (Check::*question)(const At&) const,
                             Stage stage, const Mend& mend);
    template <class At>
    std::optional<Reply> ask(const Rule& rule, const At& at,
                             Findings (Check::*question)(const At&) const, Stage stage,
                             const Mend& mend);
    void tell(const AskedRule& asked) const;
    template <class At>
    void count(const At& at, Stage stage) const;
    template <class At>
    [[nodiscard]] bool holds_up(const Rule& rule, const At& at) const;
    template <class At>
    std::optional<Reply> judged(const Rule& rule, const At& at, Finding finding, const Mend& mend);
    template <class At>
    void leave_original(const Rule& rule, const At& at, Finding& finding);
    std::optional<Reply> consequence(const Rule& rule, const Moment& now, Finding finding,
                                     const Exception* exception, const Mend& mend);
    template <class At>
    [[nodiscard]] Result<const Exception*> exception_for(const Rule& rule, const At& at) const;

    const RuleSet& rules_;
    std::string session_;
    JudgeObserver* observer_;  // null: nobody
    std::vector<JudgedFinding> findings_;
    std::string hold_reason_;
    std::optional<WantedSuspension> suspension_;
    std::string_view stage_;
    std::string subject_;
    std::optional<bool> is_original_kept_;      // not known: nothing has asked
    std::optional<ResentNames> newest_resent_;  // as the rule that is asked found it
};

}  // namespace msa
