#include "policy/transaction.h"

#include "base/text.h"
#include "ownership/authorship.h"
#include "policy/limit_notes.h"
#include "submission/envelope_edits.h"

#include <exception>
#include <stdexcept>
#include <utility>

namespace msa {
Transaction::Transaction(std::shared_ptr<const RuleSet> rules, Session session, unsigned number,
                         Environment environment)
    : rules_(std::move(rules)),
      session_id_(session.id),
      environment_(std::move(environment)),
      began_(environment_.clock.now()),
      unique_(environment_.random.hex(unique_octets)),
      state_{.session = std::move(session)},
      judge_(*rules_, session_id_, environment_.observer),
      meter_(judge_.header_ceiling(began_)) {
    if (environment_.facts.kept != FactsKept::none) {
        listen();
    }
    record_.transaction = session_id_ + '.' + std::to_string(number);
    if (environment_.limits != nullptr) {
        limits_ = std::make_unique<TransactionLimits>(*environment_.limits, record_.transaction);
    }
    record_.stage = "mail";
    record_.began = began_.time;
    record_.rules_file = rules_->file;
    record_.rules_version = rules_->version;
    record_.rules_hash = rules_->hash;
}

void Transaction::listen() {
    if (!recorder_) {
        recorder_ = std::make_unique<FactRecorder>(environment_.rates, environment_.dns);
        environment_.dns = recorder_->dns();
    }
}

void Transaction::try_out(Candidate candidate) {
    listen();
    candidate_ = std::move(candidate);
    quiet_.emplace(rules_->rules.size());
}

MailStage Transaction::mail_stage() {
    return {.session = state_.session,
            .envelope = state_.envelope,
            .now = began_,
            .around = {.identity = state_.identity,
                       .rights = rights_.value(),  // throws where MAIL did not come first
                       .identities = rules_->identity,
                       .lookups = lookups_,
                       .rates = recorder_ ? recorder_->rates() : environment_.rates,
                       .dns = DnsQuestions(environment_.dns),
                       .limits = limits_.get(),
                       .signer = rules_->signer.get(),
                       .was_asked = judge_.looks_around()},
            .suspension = state_.suspended ? &*state_.suspended : nullptr};
}

HeadersStage Transaction::headers_stage() {
    return {mail_stage(), state_.recipients,      state_.headers,
            unique_,      environment_.host_name, state_.addresses};
}

Refusal Transaction::mail(MailCommand command) {
    state_.envelope = envelope_of(std::move(command));
    if (candidate_) {
        said_ = state_.envelope;
    }
    auto identity = rules_->identity.identify(state_.session, began_, lookups_);
    if (!identity) {
        return fail(identity.error().what);
    }
    state_.identity = *std::move(identity);
    if (const auto asked = look_for_suspension(); !asked) {
        return fail(asked.error().what);
    }
    rights_.emplace(rules_->owners, state_.identity, began_, lookups_,
                    rules_->identity.notifies_as(state_.identity, state_.envelope));
    const auto refusal = judge_.at_mail(mail_stage());
    return refusal ? refuse(*refusal) : std::nullopt;
}

Refusal Transaction::recipient(RecipientCommand command) {
    record_.stage = "recipient";
    auto recipient = recipient_of(std::move(command));
    const auto before = judge_.findings().size();
    recipient.refusal = judge_.refusal_of_message();
    const bool is_judged = !recipient.refusal;
    if (is_judged) {
        recipient.refusal = judge_.at_recipient({mail_stage(), recipient, room_.accepted()});
        suspend(state_.identity);  // other sessions of this login do not wait until this one ends
    }
    recipient.address = recorded_address(recipient);
    if (limits_ && is_judged) {
        note_recipient(*rules_, mail_stage(), recipient.refusal, judge_.findings(), before);
    }
    room_.admit(recipient, session_id_);
    if (!room_.keeps(recipient)) {
        ++record_.recipients_omitted;
        record_.findings_omitted += judge_.forget_findings(before);
        return std::move(recipient.refusal);
    }
    state_.recipients.push_back(std::move(recipient));
    return state_.recipients.back().refusal;
}

void Transaction::refused_recipient(RecipientCommand command, Reply reply) {
    record_.stage = "recipient";
    auto recipient = recipient_of(std::move(command));
    recipient.address = recorded_address(recipient);
    recipient.refusal = std::move(reply);
    recipient.is_refused_by_mta = true;
    if (limits_) {
        judge_.at_refused_recipient({mail_stage(), recipient, room_.accepted()});
        suspend(state_.identity);
        note_recipient(*rules_, mail_stage(), recipient.refusal, {}, 0);
    }
    if (!room_.keeps(recipient)) {
        ++record_.recipients_omitted;
        return;
    }
    state_.recipients.push_back(std::move(recipient));
}

void Transaction::header(std::string name, std::string value) {
    if (meter_.takes(name.size() + value.size())) {
        state_.received.receive(std::move(name), std::move(value));
    }
}

Refusal Transaction::end_of_headers(std::string queue_id) {
    record_.stage = "headers";
    is_header_judged_ = true;
    record_.queue_id = std::move(queue_id);
    state_.headers = state_.received;
    record_.from = from_values(state_.received);
    record_.pra = responsible_address(state_.received, state_.addresses);
    if (quiet_) {
        judge_.note_quiet_rules(*quiet_);  // not before: recipients may be many
    }
    const auto before = judge_.refusal_of_message();  // nor does it leave for those before that
    if (const auto refusal = before ? before : judge_.at_headers(headers_stage())) {
        return refuse(*refusal);
    }
    if (meter_.is_exceeded()) {  // and so state_.received is not all
        return refuse(identified(HeaderMeter::refusal(), {}, session_id_));
    }
    most_kept_ = judge_.body_wanted(headers_stage());
    if (most_kept_ != 0) {
        kept_body_.emplace();  // what may still change cannot be signed yet
        return std::nullopt;
    }
    const auto begun = begin_signing();
    return begun ? std::nullopt : unsigned_because(begun.error());
}

void Transaction::body(std::string_view chunk) {
    if (!is_header_judged_) {  // the signature would miss what came before it began
        throw std::logic_error("body before the end of the header");
    }
    scanner_.add(chunk);
    if (kept_body_ && kept_body_->size() + chunk.size() > most_kept_) {
        begin_signing_late(*std::exchange(kept_body_, std::nullopt));
    }
    if (kept_body_) {
        *kept_body_ += chunk;
    } else {
        add_to_signature(chunk);
    }
}

void Transaction::body(const BodyFacts& counted) {
    scanner_ = BodyScanner(counted);
    if (kept_body_ && counted.octets > most_kept_) {
        begin_signing_late(*std::exchange(kept_body_, std::nullopt));
    }
    if (kept_body_) {
        kept_body_->assign(static_cast<std::size_t>(counted.octets), 'x');
    }
}

std::variant<Outcome, Reply> Transaction::end_of_message(std::string queue_id) {
    if (!queue_id.empty()) {
        record_.queue_id = std::move(queue_id);
    }
    if (!is_header_judged_) {
        throw std::logic_error("the end of a message before that of the header");
    }
    record_.stage = "message";
    const auto facts = scanner_.facts();
    record_.body_octets = facts.octets;
    Draft draft{.is_open = kept_body_.has_value()};
    if (const auto refusal = judge_.at_message(
            {headers_stage(), facts, kept_body_ ? &*kept_body_ : nullptr, draft})) {
        return *refuse(*refusal);
    }
    if (kept_body_) {
        begin_signing_late(draft.body ? *draft.body : *kept_body_);
    }
    if (const auto refusal = sign()) {
        return *refusal;
    }
    if (const auto* id = state_.headers.find("Message-ID")) {
        record_.message_id = trimmed(id->value);
    }
    record_.edits = envelope_edits(state_.envelope, state_.recipients);
    const auto changes = edit_plan(state_.received, state_.headers, state_.session.host);
    record_.edits.insert(record_.edits.end(), changes.begin(), changes.end());
    if (draft.body) {
        record_.new_body_octets = draft.body->size();
        record_.body_hash = environment_.digest(*kept_body_);
        record_.new_body_hash = environment_.digest(*draft.body);
    }
    return Outcome{record_.edits, judge_.hold_reason(), std::move(draft.body)};
}

}  // namespace msa
