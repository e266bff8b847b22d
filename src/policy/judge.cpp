#include "policy/judge.h"

#include "base/text.h"
#include "policy/consequence.h"
#include "policy/limit.h"
#include "policy/repairs.h"
#include "policy/resending.h"
#include "policy/suspended_reply.h"
#include "policy/transaction_limits.h"

#include <algorithm>
#include <span>
#include <type_traits>
#include <utility>

namespace msa {

/// One stage of one judgement.
template <class At>
class Judge::Hearing {
public:
    using Question = Findings (Check::*)(const At&) const;

    /// `subject`: the recipient that it is about; otherwise empty.
    Hearing(Judge& judge, const At& at, Question question, Stage stage, std::string subject)
        : judge_(judge),
          at_(at),
          question_(question),
          stage_(stage),
          subject_(std::move(subject)) {}

    /// Asks each rule in its turn, until one refuses.
    std::optional<Reply> run();
    /// Of all these rules only limits, of which the answers are there.
    std::optional<Reply> run_limits();

private:
    std::optional<Reply> ask(const Rule& rule);
    [[nodiscard]] Findings found_by(const Rule& rule) const;
    std::optional<Reply> count();
    [[nodiscard]] std::vector<TransactionLimits::Asked> charges() const;
    [[nodiscard]] bool holds_up(const Rule& rule) const;
    [[nodiscard]] Result<const Exception*> exception_for(const Rule& rule) const;
    [[nodiscard]] bool is_left(const Finding& finding, std::optional<ResentNames>& newest) const;
    std::optional<Reply> decide(const Rule& rule, Finding finding);
    std::optional<Reply> consequence(const Rule& rule, Finding finding, const Exception* exception);
    void note_consequence(const Rule& rule, Action action, std::string_view what);
    void tell(const AskedRule& asked) const;

    Judge& judge_;
    const At& at_;
    Question question_;
    Stage stage_;
    std::string subject_;
};

template <class At>
std::optional<Reply> Judge::Hearing<At>::run() {
    if (judge_.observer_ != nullptr) {
        judge_.observer_->begins(stage_);
    }
    std::optional<Reply> reply;
    bool is_counted = at_.limits() == nullptr;
    for (const auto& rule : judge_.rules_.rules) {
        if (rule.action == Action::off || !rule.asks_at(stage_)) {
            continue;
        }
        if (!is_counted && rule.check->limit() != nullptr) {
            is_counted = true;
            if (auto refusal = count()) {
                return refusal;
            }
        }
        reply = ask(rule);
        if (reply) {
            break;
        }
    }
    const auto first = judge_.still_waiting(at_, stage_, subject_);
    return first ? first : reply;
}

template <class At>
std::optional<Reply> Judge::Hearing<At>::run_limits() {
    for (const auto& rule : judge_.rules_.rules) {
        if (rule.action != Action::off && rule.asks_at(Stage::mail) &&
            rule.check->limit() != nullptr) {
            if (auto reply = ask(rule)) {
                return reply;
            }
        }
    }
    return std::nullopt;
}

template <class At>
std::optional<Reply> Judge::Hearing<At>::ask(const Rule& rule) {
    const bool is_proved = at_.identity().has_value();
    const auto holds = rule.when.holds(at_, Several::any);
    if (holds && !*holds) {
        tell({.rule = rule,
              .stage = stage_,
              .subject = subject_,
              .is_meant = false,
              .is_proved = is_proved,
              .judged = {}});
        return std::nullopt;
    }
    auto findings =
        holds ? found_by(rule) : Findings{cannot_tell("for whom it is: " + holds.error().what)};
    const auto before = judge_.findings_.size();
    std::optional<Reply> reply;
    std::optional<ResentNames> newest;  // as the check found them
    for (auto finding = findings.begin(); finding != findings.end() && !reply; ++finding) {
        if (is_left(*finding, newest)) {
            finding->repair.clear();
            finding->body.reset();
            finding->stays = rule.may_stay_when_resent;
        }
        reply = decide(rule, std::move(*finding));
    }
    tell({.rule = rule,
          .stage = stage_,
          .subject = subject_,
          .is_proved = is_proved,
          .found = findings.size(),
          .judged = std::span(judge_.findings_).subspan(before)});
    return reply;
}

template <class At>
Findings Judge::Hearing<At>::found_by(const Rule& rule) const {
    const bool is_as_it_came = !judge_.has_repaired_;
    if (is_as_it_came && judge_.spared_ != nullptr && judge_.spared_->covers(stage_, rule)) {
        return {};
    }
    judge_.looks_around_ = false;
    auto findings = (*rule.check.*question_)(at_);
    if (is_as_it_came && judge_.noted_ != nullptr && findings.empty() && !judge_.looks_around_) {
        judge_.noted_->add(stage_, rule);
    }
    return findings;
}

/// Charges all limits of the stage at once, before the first of them is asked. What is returned
/// refuses the message, for a limit that waited.
template <class At>
std::optional<Reply> Judge::Hearing<At>::count() {
    if constexpr (std::is_same_v<At, MailStage>) {
        at_.limits()->ask_or_wait(charges());
    } else if constexpr (std::is_same_v<At, RecipientStage>) {
        const bool has_waited = at_.limits()->is_waiting();
        at_.limits()->ask(charges());
        return has_waited ? judge_.waited(at_, stage_, subject_) : std::nullopt;
    }
    return std::nullopt;
}

template <class At>
std::vector<TransactionLimits::Asked> Judge::Hearing<At>::charges() const {
    std::vector<TransactionLimits::Asked> asked;
    for (const auto& rule : judge_.rules_.rules) {
        const auto* limit = rule.check->limit();
        if (limit == nullptr || rule.action == Action::off || !rule.asks_at(stage_)) {
            continue;
        }
        const auto holds = rule.when.holds(at_, Several::any);
        if (!holds || !*holds) {
            continue;  // which the rule finds out itself
        }
        auto charge = limit->charge(at_);
        if (!charge) {
            asked.push_back({limit, charge.error()});
        } else if (*charge) {
            (*charge)->is_enforced = holds_up(rule);
            asked.push_back({limit, **std::move(charge)});
        }
    }
    return asked;
}

/// Whether a message that is above this limit goes no further.
template <class At>
bool Judge::Hearing<At>::holds_up(const Rule& rule) const {
    if (rule.is_monitored(at_.now)) {
        return false;
    }
    const auto exception = exception_for(rule);
    const bool is_excepted = exception && *exception != nullptr;
    return refuses(is_excepted ? (*exception)->action : rule.action);
}

template <class At>
Result<const Exception*> Judge::Hearing<At>::exception_for(const Rule& rule) const {
    for (const auto& exception : judge_.rules_.exceptions) {
        if (exception.rule != rule.id || at_.now.time >= exception.until) {
            continue;
        }
        const auto holds = exception.when.holds(at_, Several::all);
        if (!holds) {
            return within("exception " + exception.id, holds.error());
        }
        if (*holds) {
            return &exception;
        }
    }
    return nullptr;
}

/// Whether what it would repair is the original part of a message that is only resent.
template <class At>
bool Judge::Hearing<At>::is_left(const Finding& finding, std::optional<ResentNames>& newest) const {
    if constexpr (std::is_base_of_v<HeadersStage, At>) {
        if (finding.repair.empty() && !finding.body) {
            return false;
        }
        if (!newest) {
            newest = newest_resent_names(at_.headers);
        }
        return touches_original(finding, *newest) && judge_.keeps_original(at_);
    }
    return false;
}

template <class At>
std::optional<Reply> Judge::Hearing<At>::decide(const Rule& rule, Finding finding) {
    const auto exception =
        finding.cannot_tell ? Result<const Exception*>(nullptr) : exception_for(rule);
    if (!exception) {
        finding = cannot_tell(exception.error().what);
    }
    const auto* excepted = exception ? *exception : nullptr;
    // Asked before the repair, which may change what the condition is about.
    auto when = rule.when.tests(at_);
    auto exception_when = excepted != nullptr ? excepted->when.tests(at_) : ConditionTests();
    auto& findings = judge_.findings_;
    const auto before = findings.size();
    auto reply = consequence(rule, std::move(finding), excepted);
    if (findings.size() > before) {
        findings.back().when = std::move(when);
        findings.back().exception_when = std::move(exception_when);
    }
    return reply;
}

template <class At>
std::optional<Reply> Judge::Hearing<At>::consequence(const Rule& rule, Finding finding,
                                                     const Exception* exception) {
    Action action = wanted_action(rule, finding, exception);
    if (action == Action::off) {
        return std::nullopt;
    }
    const bool monitored = rule.is_monitored(at_.now);
    // What cannot be mended is refused.
    const bool is_mendable = !finding.repair.empty() || finding.readdress;
    if (action == Action::repair && !monitored) {
        judge_.has_repaired_ = true;
    }
    if (action == Action::repair &&
        (!is_mendable || (!monitored && !Repairs::make(finding, at_)))) {
        action = Action::reject;
    }
    JudgedFinding judged{.rule = rule.id,
                         .where = rule.where,
                         .stage = std::string(to_text(stage_)),
                         .subject = subject_,
                         .what = std::move(finding.what),
                         .action = action,
                         .mode = monitored ? Mode::monitor : Mode::enforce,
                         .cannot_tell = finding.cannot_tell};
    if (exception != nullptr) {
        judged.exception = exception->id;
        judged.exception_owner = exception->owner;
        judged.exception_ticket = exception->ticket;
    }
    if (refuses(action)) {
        judged.reply = identified(reply_for(rule, finding, action), rule.id, judge_.session_);
    }
    if (!monitored) {
        note_consequence(rule, action, judged.what);
    }
    const auto& kept = judge_.findings_.emplace_back(std::move(judged));
    return monitored ? std::nullopt : kept.reply;
}

/// What is done with the whole message, or with the login, by the first that demands it.
template <class At>
void Judge::Hearing<At>::note_consequence(const Rule& rule, Action action, std::string_view what) {
    if (action == Action::hold && judge_.hold_reason_.empty()) {
        judge_.hold_reason_ = rule.id + ": " + printable(what);
    }
    if (action == Action::suspend && !judge_.suspension_) {
        judge_.suspension_ = {.rule = rule.id, .why = printable(what), .until = std::nullopt};
        if (rule.suspend_for != std::chrono::seconds(0)) {
            judge_.suspension_->until = at_.now.time + rule.suspend_for;
        }
    }
}

template <class At>
void Judge::Hearing<At>::tell(const AskedRule& asked) const {
    if (judge_.observer_ != nullptr) {
        judge_.observer_->asked(asked);
    }
}

Judge::Judge(const RuleSet& rules, std::string session, JudgeObserver* observer)
    : rules_(rules), session_(std::move(session)), observer_(observer) {}

std::optional<Reply> Judge::at_mail(const MailStage& at) {
    return Hearing(*this, at, &Check::at_mail, Stage::mail, {}).run();
}

std::optional<Reply> Judge::waited(const MailStage& at, Stage stage, const std::string& subject) {
    return refused_by_waiting_ = Hearing(*this, at, &Check::at_mail, stage, subject).run_limits();
}

/// Where the first recipient was refused before its limits were asked, or by one of them.
std::optional<Reply> Judge::still_waiting(const MailStage& at, Stage stage,
                                          const std::string& subject) {
    auto* limits = stage == Stage::mail ? nullptr : at.limits();
    if (limits == nullptr || refused_by_waiting_ || !limits->is_waiting()) {
        return std::nullopt;
    }
    limits->ask({});
    return waited(at, stage, subject);
}

std::optional<Reply> Judge::refusal_of_message() const {
    if (!suspension_) {
        return refused_by_waiting_;
    }
    const auto found = std::find_if(findings_.begin(), findings_.end(), [&](const auto& each) {
        return each.rule == suspension_->rule && each.reply && each.mode == Mode::enforce;
    });
    return found == findings_.end() ? identified(suspended_reply(), suspension_->rule, session_)
                                    : *found->reply;
}

std::optional<Reply> Judge::at_recipient(const RecipientStage& at) {
    return Hearing(*this, at, &Check::at_recipient, Stage::recipient, at.recipient->argument).run();
}

void Judge::at_refused_recipient(const RecipientStage& at) {
    (void)still_waiting(at, Stage::recipient, at.recipient->argument);
}

std::optional<Reply> Judge::at_headers(const HeadersStage& at) {
    if (auto reply = still_waiting(at, Stage::headers, {})) {
        return reply;
    }
    return Hearing(*this, at, &Check::at_headers, Stage::headers, {}).run();
}

std::optional<Reply> Judge::at_message(const MessageStage& at) {
    return Hearing(*this, at, &Check::at_message, Stage::message, {}).run();
}

bool Judge::keeps_original(const HeadersStage& at) {
    if (!is_original_kept_) {
        is_original_kept_ = is_original_kept(at);
    }
    return *is_original_kept_;
}

std::size_t Judge::forget_findings(std::size_t kept) {
    const std::size_t forgotten = findings_.size() - kept;
    findings_.erase(findings_.begin() + static_cast<std::ptrdiff_t>(kept), findings_.end());
    return forgotten;
}

}  // namespace msa
