#include "policy/candidate.h"

#include "base/text.h"
#include "ownership/authorship.h"
#include "policy/judge.h"
#include "policy/limit_notes.h"
#include "policy/transaction_limits.h"
#include "submission/heard_limits.h"
#include "submission/heard_world.h"
#include "submission/recipient_room.h"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>
#include <vector>

namespace msa {
namespace {

/// What became of a transaction under the candidate.
struct Verdict {
    std::optional<Disposition> disposition;  // absent: it would have gone on
    std::string stage;                       // of a refusal
    std::string trouble;                     // behind it
};

class Retrial {
public:
    Retrial(const RuleSet& rules, const JudgedTransaction& judged)
        : rules_(rules),
          was_(judged),
          lookups_(judged.lookups),
          world_(judged.heard, judged.outside, judged.rates, until_),
          heard_limits_(judged.heard_limits,
                        [this](std::string_view transaction, const Charge& charge) {
                            return counted_apart(transaction, charge);
                        }),
          limits_(heard_limits_, judged.record.transaction),
          judge_(rules, judged.record.session.id),
          envelope_(judged.envelope) {}

    /// To be called once.
    [[nodiscard]] Verdict verdict();
    [[nodiscard]] std::string rule(const Verdict& verdict);
    /// That it would have refused where they were accepted, or the other way round.
    [[nodiscard]] std::size_t other_recipients() const;
    [[nodiscard]] bool is_edited_otherwise() const;
    /// Whether what leaves would be signed.
    [[nodiscard]] bool is_signed() const;

private:
    [[nodiscard]] MailStage mail_stage();
    [[nodiscard]] HeadersStage headers_stage();
    [[nodiscard]] std::optional<Verdict> at_mail();
    [[nodiscard]] std::optional<Verdict> at_recipients();
    [[nodiscard]] std::optional<Verdict> at_headers();
    [[nodiscard]] std::optional<Verdict> at_message();
    [[nodiscard]] Verdict refused(const Reply& reply, Stage stage);
    [[nodiscard]] bool has_reached(Stage stage) const;
    [[nodiscard]] Result<LimitAnswer> counted_apart(std::string_view transaction,
                                                    const Charge& charge);
    void end_limits(const Verdict& verdict);

    const RuleSet& rules_;
    const JudgedTransaction& was_;
    Deadline until_ = std::chrono::steady_clock::now() + candidate_patience;
    Lookups lookups_;  // what was asked already is known
    HeardWorld world_;
    HeardLimits heard_limits_;
    TransactionLimits limits_;
    Judge judge_;
    Envelope envelope_;
    std::optional<Identity> identity_;
    std::optional<Rights> rights_;
    std::vector<Recipient> recipients_;
    HeaderList headers_;
    bool has_other_body_ = false;
};

MailStage Retrial::mail_stage() {
    return {.session = was_.record.session,
            .envelope = envelope_,
            .now = was_.began,
            .around = {.identity = identity_,
                       .rights = rights_.value(),
                       .identities = rules_.identity,
                       .lookups = lookups_,
                       .rates = world_,
                       .dns = DnsQuestions(world_.dns()),
                       .limits = &limits_,
                       .signer = rules_.signer.get(),
                       .was_asked = judge_.looks_around()},
            .suspension = was_.record.suspended ? &*was_.record.suspended : nullptr};
}

HeadersStage Retrial::headers_stage() {
    return {mail_stage(), recipients_, headers_, was_.unique, was_.host_name, was_.addresses};
}

/// What the rules in force have not asked.
Result<LimitAnswer> Retrial::counted_apart(std::string_view transaction, const Charge& charge) {
    if (was_.limits == nullptr) {
        return Error{"there is nobody to count limits"};
    }
    auto said = was_.limits->reserve(transaction, {charge});
    return said ? Result<LimitAnswer>(said->front()) : said.error();
}

void Retrial::end_limits(const Verdict& verdict) {
    const bool is_accepted =
        verdict.disposition == Disposition::accepted || verdict.disposition == Disposition::held;
    note_refused_rights(rules_, mail_stage(), judge_.findings());
    limits_.give_back();  // what is noted is sent; the rest was only heard
    if (was_.limits != nullptr && is_accepted && leaves(was_.record)) {
        was_.limits->commit(was_.record.transaction);
    } else if (was_.limits != nullptr) {
        was_.limits->give_back(was_.record.transaction);
    }
}

Verdict Retrial::refused(const Reply& reply, Stage stage) {
    const auto& findings = judge_.findings();
    const bool cannot_tell = !findings.empty() && findings.back().cannot_tell;
    return {.disposition = reply.is_permanent() ? Disposition::rejected : Disposition::deferred,
            .stage = std::string(to_text(stage)),
            .trouble = cannot_tell ? printable(findings.back().what) : std::string()};
}

/// The transaction was judged there.
bool Retrial::has_reached(Stage stage) const {
    constexpr std::array stages{Stage::mail, Stage::recipient, Stage::headers, Stage::message};
    const auto ended = std::find_if(stages.begin(), stages.end(), [this](Stage each) {
        return was_.record.stage == to_text(each);
    });
    return ended != stages.end() && *ended >= stage;
}

std::optional<Verdict> Retrial::at_mail() {
    auto identity = rules_.identity.identify(was_.record.session, was_.began, lookups_);
    if (!identity) {
        return Verdict{Disposition::deferred, "mail", identity.error().what};
    }
    identity_ = *std::move(identity);
    rights_.emplace(rules_.owners, identity_, was_.began, lookups_,
                    rules_.identity.notifies_as(identity_, envelope_));
    const auto refusal = judge_.at_mail(mail_stage());
    return refusal ? std::optional(refused(*refusal, Stage::mail)) : std::nullopt;
}

std::optional<Verdict> Retrial::at_recipients() {
    RecipientRoom room;
    for (const auto& each : was_.record.recipients) {
        auto recipient = recipient_of({.argument = each.argument,
                                       .parameters = each.parameters,
                                       .mta_address = each.mta_address});
        if (each.is_refused_by_mta) {
            recipient.refusal = each.refusal;
            judge_.at_refused_recipient({mail_stage(), recipient, room.accepted()});
        } else {
            const auto before = judge_.findings().size();
            recipient.refusal = judge_.at_recipient({mail_stage(), recipient, room.accepted()});
            recipient.address = recorded_address(recipient);
            note_recipient(rules_, mail_stage(), recipient.refusal, judge_.findings(), before);
            room.admit(recipient, was_.record.session.id);
        }
        recipients_.push_back(std::move(recipient));
    }
    const auto refusal = refusal_of_all(recipients_);
    return refusal ? std::optional(refused(*refusal, Stage::recipient)) : std::nullopt;
}

std::optional<Verdict> Retrial::at_headers() {
    headers_ = was_.received;
    judge_.spare(other_recipients() == 0 ? &was_.quiet : nullptr);
    if (const auto refusal = judge_.at_headers(headers_stage())) {
        return refused(*refusal, Stage::headers);
    }
    return was_.is_header_whole
               ? std::nullopt
               : std::optional(
                     Verdict{Disposition::rejected, std::string(to_text(Stage::headers)), {}});
}

std::optional<Verdict> Retrial::at_message() {
    const bool may_mend = judge_.body_wanted(headers_stage()) != 0;
    Draft draft{.is_open = may_mend};
    if (may_mend != (was_.text != nullptr)) {
        judge_.spare(nullptr);
    }
    if (const auto refusal = judge_.at_message({headers_stage(), was_.body, was_.text, draft})) {
        return refused(*refusal, Stage::message);
    }
    has_other_body_ = draft.body.has_value() != was_.record.new_body_octets.has_value();
    return Verdict{
        judge_.hold_reason().empty() ? Disposition::accepted : Disposition::held, {}, {}};
}

Verdict Retrial::verdict() {
    const std::pair<Stage, std::optional<Verdict> (Retrial::*)()> stages[] = {
        {Stage::mail, &Retrial::at_mail},
        {Stage::recipient, &Retrial::at_recipients},
        {Stage::headers, &Retrial::at_headers},
        {Stage::message, &Retrial::at_message}};
    for (const auto& [stage, judged] : stages) {
        if (!has_reached(stage)) {
            break;
        }
        if (auto verdict = (this->*judged)()) {
            if (rights_) {
                end_limits(*verdict);
            }
            return *std::move(verdict);
        }
    }
    if (rights_) {
        end_limits({});
    }
    return {};
}

std::string Retrial::rule(const Verdict& verdict) {
    auto rule = verdict.disposition
                    ? deciding_rule(judge_.findings(), *verdict.disposition, verdict.stage)
                    : std::string();
    for (std::size_t i = 0; rule.empty() && i < recipients_.size(); ++i) {
        const bool is_refused_here = recipients_[i].refusal && !was_.record.recipients[i].refusal;
        const auto found = std::find_if(
            judge_.findings().begin(), judge_.findings().end(), [&](const JudgedFinding& each) {
                return is_refused_here && each.subject == recipients_[i].argument && each.reply &&
                       each.mode == Mode::enforce;
            });
        rule = found == judge_.findings().end() ? std::string() : found->rule;
    }
    return rule;
}

std::size_t Retrial::other_recipients() const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < recipients_.size(); ++i) {
        count += recipients_[i].refusal.has_value() != was_.record.recipients[i].refusal.has_value()
                     ? 1U
                     : 0U;
    }
    return count;
}

bool Retrial::is_edited_otherwise() const {
    const bool is_readdressed =
        !std::equal(recipients_.begin(), recipients_.end(), was_.record.recipients.begin(),
                    was_.record.recipients.end(), [](const Recipient& a, const Recipient& b) {
                        return a.is_readdressed == b.is_readdressed;
                    });
    const auto& theirs = was_.leaving.fields();
    const auto& ours = headers_.fields();
    const auto signatures = static_cast<std::ptrdiff_t>(was_.record.signatures.size());
    return has_other_body_ || is_readdressed ||
           envelope_.is_readdressed != was_.record.envelope.is_readdressed ||
           !std::equal(theirs.begin() + signatures, theirs.end(), ours.begin(), ours.end(),
                       [](const HeaderField& a, const HeaderField& b) {
                           return a.name == b.name && a.value == b.value;
                       });
}

bool Retrial::is_signed() const {
    if (!rules_.signer) {
        return false;
    }
    const auto author = authorship(headers_, rights_.value(), was_.addresses);
    return author.objection.empty() && rules_.signer->has_key(author.domain, was_.began);
}

bool is_refused(const AuditRecord& record) {
    return record.disposition == Disposition::rejected ||
           record.disposition == Disposition::deferred;
}

CandidateDifference difference_of(const RuleSet& rules, std::string disposition) {
    return {.hash = rules.hash, .disposition = std::move(disposition)};
}

/// Where one of both does not judge the session, or cannot.
std::optional<CandidateDifference> difference_of_scope(const Candidate& candidate,
                                                       const JudgedTransaction& judged) {
    const bool was_governed = judged.record.disposition != Disposition::out_of_scope;
    if (!candidate.governs) {
        auto difference = difference_of(*candidate.rules, "cannot_tell");
        difference.trouble = candidate.governs.error().what;
        return difference;
    }
    return *candidate.governs || !was_governed
               ? std::nullopt
               : std::optional(difference_of(*candidate.rules,
                                             std::string(to_text(Disposition::out_of_scope))));
}

/// What they end alike in, but not with the same message.
bool has_other_mail(const AuditRecord& record, const Retrial& retrial,
                    CandidateDifference& difference) {
    if (!leaves(record)) {
        return false;
    }
    difference.is_edited_otherwise = retrial.is_edited_otherwise();
    const bool is_held = record.disposition == Disposition::held;
    const bool was_signed = !record.signatures.empty();
    if (const bool is_signed = !is_held && retrial.is_signed(); is_signed != was_signed) {
        difference.is_signed = is_signed;
    }
    return difference.is_edited_otherwise || difference.is_signed;
}

std::optional<CandidateDifference> difference(const Candidate& candidate,
                                              const JudgedTransaction& judged) {
    const auto& record = judged.record;
    if (auto of_scope = difference_of_scope(candidate, judged); of_scope || !*candidate.governs) {
        return of_scope;
    }
    Retrial retrial(*candidate.rules, judged);
    const auto verdict = retrial.verdict();
    const bool goes_on = !verdict.disposition;
    auto found = difference_of(*candidate.rules,
                               std::string(goes_on ? "goes_on" : to_text(*verdict.disposition)));
    found.stage = verdict.stage;
    found.rule = retrial.rule(verdict);
    found.recipients = retrial.other_recipients();
    found.trouble = verdict.trouble;
    const bool was_out_of_scope = record.disposition == Disposition::out_of_scope;
    if (goes_on) {
        // Who gave up would have done so under other rules too.
        const bool is_another = is_refused(record) || was_out_of_scope || found.recipients != 0;
        return is_another ? std::optional(found) : std::nullopt;
    }
    const auto rule = deciding_rule(record.findings, record.disposition, record.stage);
    const bool is_another =
        *verdict.disposition != record.disposition || rule != found.rule || found.recipients != 0;
    return is_another || has_other_mail(record, retrial, found) ? std::optional(found)
                                                                : std::nullopt;
}

}  // namespace

std::optional<CandidateDifference> candidate_difference(const Candidate& candidate,
                                                        const JudgedTransaction& judged) noexcept {
    try {
        // Trouble of ours ended it, which says nothing of any rules.
        return judged.record.trouble.empty() ? difference(candidate, judged) : std::nullopt;
    } catch (const std::exception& error) {
        try {
            auto trouble = difference_of(*candidate.rules, "cannot_tell");
            trouble.trouble = printable(error.what());
            return trouble;
        } catch (...) {
            return std::nullopt;  // no memory for the words
        }
    } catch (...) {
        return std::nullopt;
    }
}

}  // namespace msa
