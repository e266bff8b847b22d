// Runs the rules of one stage in their order and turns findings into consequences. The first
// refusal ends the stage; everything judged before it is kept.
#pragma once

#include "policy/audit_record.h"
#include "policy/judge_observer.h"
#include "policy/quiet_rules.h"
#include "policy/rule_set.h"
#include "submission/header_meter.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

class Judge {
public:
    /// `rules`, and `observer` where there is one, must outlive this; `session` is named in
    /// replies.
    Judge(const RuleSet& rules, std::string session, JudgeObserver* observer = nullptr);

    /// From now on: notes in which rules nothing was found. Must outlive this.
    void note_quiet_rules(QuietRules& quiet) { noted_ = &quiet; }
    /// From now on, and until a rule repairs something: the same transaction was judged before, and
    /// what was quiet then is not asked. Must outlive this; null: all is asked.
    void spare(const QuietRules* quiet) { spared_ = quiet; }

    /// Repairs are made to what the stage shows, as they are found. What is returned refuses.
    [[nodiscard]] std::optional<Reply> at_mail(const MailStage& at);
    [[nodiscard]] std::optional<Reply> at_recipient(const RecipientStage& at);
    /// The MTA itself has refused it: only limits of the message that waited for it are asked.
    void at_refused_recipient(const RecipientStage& at);
    [[nodiscard]] std::optional<Reply> at_headers(const HeadersStage& at);
    [[nodiscard]] std::optional<Reply> at_message(const MessageStage& at);
    /// What refuses the message, though it was said to a recipient: so it is said to all further
    /// ones, and to what is sent all the same. Absent: nothing does.
    [[nodiscard]] std::optional<Reply> refusal_of_message() const;
    /// For the stages: set by a check that looks at anything but the message.
    [[nodiscard]] bool& looks_around() { return looks_around_; }
    /// What a header section may have where no rule refuses more, whoever the client is.
    [[nodiscard]] HeaderCeiling header_ceiling(const Moment& now) const;
    /// The most that a check wants to see of the body in order to repair it; 0: nothing.
    [[nodiscard]] std::size_t body_wanted(const HeadersStage& at) const;

    [[nodiscard]] std::vector<JudgedFinding>& findings() { return findings_; }
    /// Keeps the first so many; returns how many that were not.
    std::size_t forget_findings(std::size_t kept);
    /// Why the message shall be held; empty: it shall not.
    [[nodiscard]] const std::string& hold_reason() const { return hold_reason_; }

    /// Whether the login shall be refused from now on.
    [[nodiscard]] const std::optional<WantedSuspension>& suspension() const { return suspension_; }

private:
    template <class At>
    class Hearing;

    /// Whether the original part stays as it is; decided where it is asked first.
    [[nodiscard]] bool keeps_original(const HeadersStage& at);
    /// What limits of the message say that were asked with a recipient, or are asked now.
    [[nodiscard]] std::optional<Reply> waited(const MailStage& at, Stage stage,
                                              const std::string& subject);
    [[nodiscard]] std::optional<Reply> still_waiting(const MailStage& at, Stage stage,
                                                     const std::string& subject);

    const RuleSet& rules_;
    std::string session_;
    JudgeObserver* observer_;             // null: nobody
    QuietRules* noted_ = nullptr;         // null: nobody wants to know
    const QuietRules* spared_ = nullptr;  // null: every rule is asked
    bool looks_around_ = false;
    bool has_repaired_ = false;
    std::vector<JudgedFinding> findings_;
    std::string hold_reason_;
    std::optional<WantedSuspension> suspension_;
    std::optional<Reply> refused_by_waiting_;  // limit, which is one of the message
    std::optional<bool> is_original_kept_;     // absent: nothing has asked
};

}  // namespace msa
