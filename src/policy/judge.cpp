#include "policy/judge.h"

#include "base/text.h"
#include "policy/limit.h"
#include "policy/transaction_limits.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace msa {
namespace {

bool mend(Finding& finding, Draft& draft) {
    auto& headers = draft.headers;
    if (finding.body) {
        draft.body = std::move(finding.body);
    }
    for (const auto& change : finding.repair) {
        switch (change.kind) {
            case FieldChange::Kind::append: headers.append(change.name, change.value); break;
            case FieldChange::Kind::prepend: headers.prepend(change.name, change.value); break;
            case FieldChange::Kind::replace:
                (void)headers.replace(change.name, change.nth,
                                      change.value);  // gone: nothing to mend
                break;
            case FieldChange::Kind::remove:
                (void)headers.remove(change.name, change.nth);  // gone: nothing to mend
                break;
            case FieldChange::Kind::remove_all: (void)headers.remove_all(change.name); break;
        }
    }
    return !finding.repair.empty();
}

/// The MTA's own reading changes with what was typed where it is the same.
void readdress(Envelope& envelope, const AddrSpec& address) {
    if ('<' + envelope.mta_sender + '>' == envelope.sender_argument ||
        (envelope.sender && envelope.mta_sender == to_text(envelope.sender->address))) {
        if (envelope.mta_sender_before.empty()) {
            envelope.mta_sender_before = envelope.mta_sender;
        }
        envelope.mta_sender = to_text(address);
    }
    envelope.sender = Path{.address = address};
    envelope.is_readdressed = true;
}

void readdress(Recipient& recipient, const AddrSpec& address) {
    recipient.path = Path{.address = address};
    recipient.is_readdressed = true;
}

template <class Addressed>
bool mend(const Finding& finding, Addressed& addressed) {
    if (!finding.readdress) {
        return false;
    }
    readdress(addressed, *finding.readdress);
    return true;
}

bool is_for_everybody(const Condition& when) {
    return when.listener.empty() && when.source.empty() && when.login.empty() &&
           when.network.empty() && when.sender_domain.empty() && when.recipient_domain.empty() &&
           when.from_domain.empty() && !when.tls && !when.size_above;
}

/// What shall follow, whether or not it can.
Action wanted_action(const Rule& rule, const Finding& finding, const Exception* exception) {
    const Action own = finding.cannot_tell ? rule.on_error : rule.action;
    const Action action = exception == nullptr ? own : exception->action;
    const bool is_note = finding.reply.code / 100 == 2;  // nothing is gained by acting on it
    const bool is_left = action == Action::repair && finding.stays;
    return action != Action::off && (is_note || is_left) ? Action::log : action;
}

bool refuses(Action action) {
    return action == Action::reject || action == Action::defer || action == Action::suspend;
}

/// What the client is told where the finding refuses.
Reply reply_for(const Rule& rule, const Finding& finding, Action action) {
    if (action == Action::suspend) {
        return rule.reply.value_or(Reply{525, "5.7.13", "This account is suspended"});
    }
    if (finding.cannot_tell) {
        return action == Action::reject ? Reply{554, "5.3.0", "Not possible at the moment"}
                                        : finding.reply;
    }
    if (!rule.reply) {
        return action == Action::defer && !finding.is_for_good ? as_temporary(finding.reply)
                                                               : finding.reply;
    }
    // What may be otherwise next time is not refused for good, whatever words the rule has for it.
    return action == Action::defer || !finding.reply.is_permanent() ? as_temporary(*rule.reply)
                                                                    : *rule.reply;
}

}  // namespace

Judge::Judge(const RuleSet& rules, std::string session, JudgeObserver* observer)
    : rules_(rules), session_(std::move(session)), observer_(observer) {}

template <class At>
Result<const Exception*> Judge::exception_for(const Rule& rule, const At& at) const {
    for (const auto& exception : rules_.exceptions) {
        if (exception.rule != rule.id || at.now.time >= exception.until) {
            continue;
        }
        const auto holds = exception.when.holds(at, Several::all);
        if (!holds) {
            return within("exception " + exception.id, holds.error());
        }
        if (*holds) {
            return &exception;
        }
    }
    return nullptr;
}

template <class At>
std::optional<Reply> Judge::judged(const Rule& rule, const At& at, Finding finding,
                                   const Mend& mend) {
    const auto exception =
        finding.cannot_tell ? Result<const Exception*>(nullptr) : exception_for(rule, at);
    if (!exception) {
        finding = cannot_tell(exception.error().what);
    }
    const auto* excepted = exception ? *exception : nullptr;
    // Asked before the repair, which may change what the condition is about.
    auto when = rule.when.tests(at);
    auto exception_when = excepted != nullptr ? excepted->when.tests(at) : ConditionTests();
    const auto before = findings_.size();
    auto reply = consequence(rule, at.now, std::move(finding), excepted, mend);
    if (findings_.size() > before) {
        findings_.back().when = std::move(when);
        findings_.back().exception_when = std::move(exception_when);
    }
    return reply;
}

std::optional<Reply> Judge::consequence(const Rule& rule, const Moment& now, Finding finding,
                                        const Exception* exception, const Mend& mend) {
    Action action = wanted_action(rule, finding, exception);
    if (action == Action::off) {
        return std::nullopt;
    }
    const bool monitored = rule.is_monitored(now);
    // What cannot be mended is refused.
    const bool is_mendable = !finding.repair.empty() || finding.readdress;
    if (action == Action::repair && (!is_mendable || (!monitored && !mend(finding)))) {
        action = Action::reject;
    }
    JudgedFinding judged{.rule = rule.id,
                         .where = rule.where,
                         .stage = std::string(stage_),
                         .subject = subject_,
                         .what = std::move(finding.what),
                         .action = action,
                         .mode = monitored ? Mode::monitor : Mode::enforce,
                         .cannot_tell = finding.cannot_tell,
                         .exception = {},
                         .reply = std::nullopt};
    if (exception != nullptr) {
        judged.exception = exception->id;
        judged.exception_owner = exception->owner;
        judged.exception_ticket = exception->ticket;
    }
    if (refuses(action)) {
        judged.reply = identified(reply_for(rule, finding, action), rule.id, session_);
    }
    if (!monitored && action == Action::hold && hold_reason_.empty()) {
        hold_reason_ = rule.id + ": " + printable(judged.what);
    }
    if (!monitored && action == Action::suspend && !suspension_) {
        suspension_ = {.rule = rule.id, .why = printable(judged.what), .until = std::nullopt};
        if (rule.suspend_for != std::chrono::seconds(0)) {
            suspension_->until = now.time + rule.suspend_for;
        }
    }
    const auto& kept = findings_.emplace_back(std::move(judged));
    return monitored ? std::nullopt : kept.reply;
}

std::size_t Judge::forget_findings(std::size_t kept) {
    const std::size_t forgotten = findings_.size() - kept;
    findings_.erase(findings_.begin() + static_cast<std::ptrdiff_t>(kept), findings_.end());
    return forgotten;
}

template <class At>
void Judge::leave_original(const Rule& rule, const At& at, Finding& finding) {
    if constexpr (std::is_base_of_v<HeadersStage, At>) {
        if (finding.repair.empty() && !finding.body) {
            return;
        }
        if (!newest_resent_) {
            newest_resent_ = newest_resent_names(at.headers);
        }
        if (!touches_original(finding, *newest_resent_)) {
            return;
        }
        if (!is_original_kept_) {
            is_original_kept_ = is_original_kept(at);
        }
        if (*is_original_kept_) {
            finding.repair.clear();
            finding.body.reset();
            finding.stays = rule.may_stay_when_resent;
        }
    }
}

void Judge::tell(const AskedRule& asked) const {
    if (observer_ != nullptr) {
        observer_->asked(asked);
    }
}

template <class At>
std::optional<Reply> Judge::ask(const Rule& rule, const At& at,
                                Findings (Check::*question)(const At&) const, Stage stage,
                                const Mend& mend) {
    const auto holds = rule.when.holds(at, Several::any);
    if (holds && !*holds) {
        tell({.rule = rule,
              .stage = stage,
              .subject = subject_,
              .is_meant = false,
              .is_proved = at.identity.has_value(),
              .judged = {}});
        return std::nullopt;
    }
    auto findings = holds ? (*rule.question.*question)(at)
                          : Findings{cannot_tell("for whom it is: " + holds.error().what)};
    newest_resent_.reset();
    const auto before = findings_.size();
    std::optional<Reply> reply;
    for (auto finding = findings.begin(); finding != findings.end() && !reply; ++finding) {
        leave_original(rule, at, *finding);
        reply = judged(rule, at, std::move(*finding), mend);
    }
    tell({.rule = rule,
          .stage = stage,
          .subject = subject_,
          .is_proved = at.identity.has_value(),
          .found = findings.size(),
          .judged = std::span(findings_).subspan(before)});
    return reply;
}

/// Whether a message that is above this limit goes no further.
template <class At>
bool Judge::holds_up(const Rule& rule, const At& at) const {
    if (rule.is_monitored(at.now)) {
        return false;
    }
    const auto exception = exception_for(rule, at);
    const bool is_excepted = exception && *exception != nullptr;
    return refuses(is_excepted ? (*exception)->action : rule.action);
}

/// Charges all limits of the stage at once, before the first of them is asked.
template <class At>
void Judge::count(const At& at, Stage stage) const {
    if constexpr (!std::is_base_of_v<HeadersStage, At>) {
        std::vector<TransactionLimits::Asked> asked;
        for (const auto& rule : rules_.rules) {
            const auto* limit = rule.question->limit();
            if (limit == nullptr || rule.action == Action::off || !rule.asks_at(stage)) {
                continue;
            }
            const auto holds = rule.when.holds(at, Several::any);
            if (!holds || !*holds) {
                continue;  // which the rule finds out itself
            }
            auto charge = limit->charge(at);
            if (!charge) {
                asked.push_back({limit, charge.error()});
            } else if (*charge) {
                (*charge)->is_enforced = holds_up(rule, at);
                asked.push_back({limit, **std::move(charge)});
            }
        }
        at.limits->ask(std::move(asked));
    }
}

template <class At>
std::optional<Reply> Judge::run(const At& at, Findings (Check::*question)(const At&) const,
                                Stage stage, const Mend& mend) {
    stage_ = to_text(stage);
    if (observer_ != nullptr) {
        observer_->begins(stage);
    }
    bool is_counted = at.limits == nullptr;
    for (const auto& rule : rules_.rules) {
        if (rule.action == Action::off || !rule.asks_at(stage)) {
            continue;
        }
        if (!is_counted && rule.question->limit() != nullptr) {
            is_counted = true;
            count(at, stage);
        }
        if (auto reply = ask(rule, at, question, stage, mend)) {
            return reply;
        }
    }
    return std::nullopt;
}

std::optional<Reply> Judge::at_mail(const MailStage& at, Envelope& envelope) {
    return run(at, &Check::at_mail, Stage::mail,
               [&](Finding& finding) { return mend(finding, envelope); });
}

std::optional<Reply> Judge::at_recipient(const RecipientStage& at, Recipient& recipient) {
    subject_ = at.recipient.argument;
    auto reply = run(at, &Check::at_recipient, Stage::recipient,
                     [&](Finding& finding) { return mend(finding, recipient); });
    subject_.clear();
    return reply;
}

std::optional<Reply> Judge::at_headers(const HeadersStage& at, HeaderList& headers) {
    Draft draft{headers};
    return run(at, &Check::at_headers, Stage::headers,
               [&](Finding& finding) { return mend(finding, draft); });
}

HeaderCeiling Judge::header_ceiling(const Moment& now) const {
    HeaderCeiling lowest;
    for (const auto& rule : rules_.rules) {
        const bool is_certain =
            rule.action == Action::reject && !rule.is_monitored(now) &&
            is_for_everybody(rule.when) &&
            std::none_of(rules_.exceptions.begin(), rules_.exceptions.end(),
                         [&](const Exception& each) { return each.rule == rule.id; });
        const auto* limit = dynamic_cast<const HeaderLimit*>(rule.question.get());
        if (limit != nullptr && is_certain) {
            const HeaderCeiling own = limit->header_ceiling();
            lowest.fields = std::min(lowest.fields, own.fields);
            lowest.octets = std::min(lowest.octets, own.octets);
        }
    }
    return lowest;
}

std::size_t Judge::body_wanted(const HeadersStage& at) const {
    std::size_t most = 0;
    for (const auto& rule : rules_.rules) {
        if (rule.action == Action::repair && rule.when.may_hold(at)) {
            most = std::max(most, rule.question->body_wanted(at));
        }
    }
    return most;
}

std::optional<Reply> Judge::at_message(const MessageStage& at, Draft* draft) {
    return run(at, &Check::at_message, Stage::message,
               [draft](Finding& finding) { return draft != nullptr && mend(finding, *draft); });
}

}  // namespace msa
