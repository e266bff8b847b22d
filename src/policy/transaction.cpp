#include "policy/transaction.h"

#include "base/text.h"
#include "ownership/authorship.h"
#include "policy/limit_notes.h"
#include "submission/envelope_edits.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

namespace msa {
Transaction::Transaction(std::shared_ptr<const RuleSet> rules, Session session, unsigned number,
                         Environment environment)
    : rules_(std::move(rules)),
      environment_(std::move(environment)),
      began_(environment_.clock.now()),
      unique_(environment_.random.hex(unique_octets)),
      judge_(*rules_, session.id, environment_.observer),
      meter_(judge_.header_ceiling(began_)) {
    if (environment_.facts.kept != FactsKept::none) {
        listen();
    }
    record_.transaction = session.id + '.' + std::to_string(number);
    if (environment_.limits != nullptr) {
        limits_ = std::make_unique<TransactionLimits>(*environment_.limits, record_.transaction);
    }
    record_.stage = "mail";
    record_.began = began_.time;
    record_.session = std::move(session);
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
}

MailStage Transaction::mail_stage() const {
    return {.session = record_.session,
            .identity = record_.identity,
            .envelope = record_.envelope,
            .rights = rights_.value(),  // throws where MAIL did not come first
            .groups = rights_.value().memberships(),
            .identities = rules_->identity,
            .lookups = lookups_,
            .rates = recorder_ ? recorder_->rates() : environment_.rates,
            .now = began_,
            .dns = DnsQuestions(environment_.dns),
            .limits = limits_.get(),
            .suspension = record_.suspended ? &*record_.suspended : nullptr};
}

HeadersStage Transaction::headers_stage() const {
    return {mail_stage(), record_.recipients,  headers_, unique_, environment_.host_name,
            addresses_,   rules_->signer.get()};
}

Refusal Transaction::mail(MailCommand command) {
    record_.envelope = envelope_of(std::move(command));
    if (candidate_) {
        said_ = record_.envelope;
    }
    auto identity = rules_->identity.identify(record_.session, began_, lookups_);
    if (!identity) {
        return fail(identity.error().what);
    }
    record_.identity = *std::move(identity);
    if (const auto asked = look_for_suspension(); !asked) {
        return fail(asked.error().what);
    }
    rights_.emplace(rules_->owners, record_.identity, began_, lookups_,
                    rules_->identity.notifies_as(record_.identity, record_.envelope));
    const auto refusal = judge_.at_mail(mail_stage(), record_.envelope);
    return refusal ? refuse(*refusal) : std::nullopt;
}

Refusal Transaction::recipient(RecipientCommand command) {
    record_.stage = "recipient";
    auto recipient = recipient_of(std::move(command));
    const auto before = judge_.findings().size();
    recipient.refusal = judge_.at_recipient({mail_stage(), recipient, room_.accepted()}, recipient);
    recipient.address = recorded_address(recipient);
    if (limits_) {
        note_recipient(*rules_, mail_stage(), recipient.refusal, judge_.findings(), before);
    }
    room_.admit(recipient, record_.session.id);
    if (!room_.keeps(recipient)) {
        ++record_.recipients_omitted;
        record_.findings_omitted += judge_.forget_findings(before);
        return std::move(recipient.refusal);
    }
    record_.recipients.push_back(std::move(recipient));
    return record_.recipients.back().refusal;
}

void Transaction::refused_recipient(RecipientCommand command, Reply reply) {
    record_.stage = "recipient";
    auto recipient = recipient_of(std::move(command));
    recipient.address = recorded_address(recipient);
    recipient.refusal = std::move(reply);
    recipient.is_refused_by_mta = true;
    if (limits_) {
        note_recipient(*rules_, mail_stage(), recipient.refusal, {}, 0);
    }
    if (!room_.keeps(recipient)) {
        ++record_.recipients_omitted;
        return;
    }
    record_.recipients.push_back(std::move(recipient));
}

void Transaction::header(std::string name, std::string value) {
    if (meter_.takes(name.size() + value.size())) {
        received_.receive(std::move(name), std::move(value));
    }
}

Refusal Transaction::end_of_headers(std::string queue_id) {
    record_.stage = "headers";
    is_header_judged_ = true;
    record_.queue_id = std::move(queue_id);
    headers_ = received_;
    record_.from = from_values(received_);
    record_.pra = responsible_address(received_);
    if (const auto refusal = judge_.at_headers(headers_stage(), headers_)) {
        return refuse(*refusal);
    }
    if (meter_.is_exceeded()) {  // and so received_ is not all
        return refuse(identified(HeaderMeter::refusal(), {}, record_.session.id));
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
    Draft draft{headers_};
    if (const auto refusal =
            judge_.at_message({headers_stage(), facts, kept_body_ ? &*kept_body_ : nullptr},
                              kept_body_ ? &draft : nullptr)) {
        return *refuse(*refusal);
    }
    if (kept_body_) {
        begin_signing_late(draft.body ? *draft.body : *kept_body_);
    }
    if (const auto refusal = sign()) {
        return *refusal;
    }
    if (const auto* id = headers_.find("Message-ID")) {
        record_.message_id = trimmed(id->value);
    }
    record_.edits = envelope_edits(record_.envelope, record_.recipients);
    const auto changes = edit_plan(received_, headers_, record_.session.host);
    record_.edits.insert(record_.edits.end(), changes.begin(), changes.end());
    if (draft.body) {
        record_.new_body_octets = draft.body->size();
        record_.body_hash = environment_.digest(*kept_body_);
        record_.new_body_hash = environment_.digest(*draft.body);
    }
    return Outcome{record_.edits, judge_.hold_reason(), std::move(draft.body)};
}

Refusal Transaction::conclude(const Result<void>& carried_out) {
    if (!carried_out) {
        return fail("the MTA did not take an edit: " + carried_out.error().what);
    }
    if (!record(judge_.hold_reason().empty() ? Disposition::accepted : Disposition::held)) {
        return identified(try_again_later(), {}, record_.session.id);
    }
    return std::nullopt;
}

Refusal Transaction::refuse(const Reply& reply) {
    record_.reply = reply;
    if (!record(reply.is_permanent() ? Disposition::rejected : Disposition::deferred)) {
        return identified(try_again_later(), {}, record_.session.id);
    }
    return reply;
}

void Transaction::abort(std::string_view queue_id) noexcept {
    if (over_) {
        return;
    }
    try {
        if (!queue_id.empty()) {
            record_.queue_id = queue_id;
        }
        record_.reply = refusal_of_all(record_.recipients);
        // Nobody waits for an answer: the sink itself reports what it could not write.
        (void)record(!record_.reply                  ? Disposition::aborted
                     : record_.reply->is_permanent() ? Disposition::rejected
                                                     : Disposition::deferred);
    } catch (const std::exception&) {
        over_ = true;
    }
}

Reply Transaction::fail(std::string_view trouble, Reply said) noexcept {
    const bool was_over = std::exchange(over_, true);
    try {
        Reply reply = identified(std::move(said), {}, record_.session.id);
        if (!was_over) {
            record_.trouble = printable(trouble);
            record_.reply = reply;
            (void)record(Disposition::deferred);  // the client is told to try again either way
        }
        return reply;
    } catch (const std::exception&) {
        return {451, {}, {}};
    }
}

Refusal Transaction::leave_alone(MailCommand command) {
    record_.envelope = envelope_of(std::move(command));
    if (candidate_) {
        said_ = record_.envelope;
    }
    record_.unsigned_reason = "out of scope";
    if (!record(Disposition::out_of_scope)) {
        return identified(try_again_later(), {}, record_.session.id);
    }
    return std::nullopt;
}

}  // namespace msa
