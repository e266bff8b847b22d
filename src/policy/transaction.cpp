#include "policy/transaction.h"

#include "base/text.h"
#include "mail/resent.h"
#include "policy/authorship.h"
#include "policy/envelope_edits.h"

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
    record_.transaction = session.id + '.' + std::to_string(number);
    record_.stage = "mail";
    record_.began = began_.time;
    record_.session = std::move(session);
    record_.rules_file = rules_->file;
    record_.rules_version = rules_->version;
    record_.rules_hash = rules_->hash;
}

MailStage Transaction::mail_stage() const {
    return {.session = record_.session,
            .identity = record_.identity,
            .envelope = record_.envelope,
            .rights = rights_.value(),  // throws where MAIL did not come first
            .groups = rights_.value().memberships(),
            .identities = rules_->identity,
            .lookups = lookups_,
            .rates = environment_.rates,
            .now = began_,
            .dns = DnsQuestions(environment_.dns)};
}

HeadersStage Transaction::headers_stage() const {
    return {mail_stage(), record_.recipients,  headers_, unique_, environment_.host_name,
            addresses_,   rules_->signer.get()};
}

Refusal Transaction::mail(MailCommand command) {
    record_.envelope = envelope_of(std::move(command));
    auto identity = rules_->identity.identify(record_.session, began_, lookups_);
    if (!identity) {
        return fail(identity.error().what);
    }
    record_.identity = *std::move(identity);
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
    room_.admit(recipient, record_.session.id);
    if (!room_.keeps(recipient)) {
        ++record_.recipients_omitted;
        record_.findings_omitted += judge_.forget_findings(before);
        return std::move(recipient.refusal);
    }
    record_.recipients.push_back(std::move(recipient));
    return record_.recipients.back().refusal;
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
    if (const auto address = purported_responsible_address(received_)) {
        record_.pra = to_text(*address);
    }
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

Result<void> Transaction::begin_signing() {
    const auto author = authorship(headers_, rights_.value(), addresses_);
    if (!rules_->signer) {
        record_.unsigned_reason = "the rule file names no key";
    } else if (!author.objection.empty()) {
        record_.unsigned_reason = author.objection;
    } else if (!rules_->signer->has_key(author.domain, began_)) {
        record_.unsigned_reason = "no key for " + author.domain;
    } else {
        auto signing = rules_->signer->begin(headers_, author.domain, began_);
        if (!signing) {
            return signing.error();
        }
        signing_ = *std::move(signing);
    }
    return {};
}

void Transaction::begin_signing_late(std::string_view body) {
    if (const auto begun = begin_signing(); !begun) {
        signing_error_ = begun.error().what;
    }
    add_to_signature(body);
}

Refusal Transaction::unsigned_because(const Error& error) {
    signing_.reset();
    record_.unsigned_reason = "signing failed: " + error.what;
    if (rules_->unsigned_on_error) {
        return std::nullopt;
    }
    const Reply reply{451, "4.7.5", "The message cannot be signed at the moment"};  // RFC 3463
    return refuse(identified(reply, "dkim", record_.session.id));
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

void Transaction::add_to_signature(std::string_view chunk) {
    if (signing_ && signing_error_.empty()) {
        if (const auto added = signing_->add_body(chunk); !added) {
            signing_error_ = added.error().what;
        }
    }
}

Refusal Transaction::sign() {
    if (!signing_ && signing_error_.empty()) {
        return std::nullopt;
    }
    if (!judge_.hold_reason().empty()) {
        signing_.reset();
        record_.unsigned_reason = "held for review";
        return std::nullopt;
    }
    if (!signing_error_.empty()) {
        return unsigned_because(Error{signing_error_});
    }
    auto signatures = signing_->finish();
    if (!signatures) {
        return unsigned_because(signatures.error());
    }
    record_.signatures = *std::move(signatures);
    // The first key's signature ends up on top.
    for (auto signature = record_.signatures.rbegin(); signature != record_.signatures.rend();
         ++signature) {
        headers_.prepend("DKIM-Signature", signature->value);
    }
    return std::nullopt;
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

bool Transaction::record(Disposition disposition) {
    over_ = true;
    signing_.reset();
    record_.disposition = disposition;
    record_.ended = environment_.clock.now().time;
    record_.findings = std::move(judge_.findings());
    if (rights_) {
        record_.rights = rights_->asked();
    }
    return environment_.audit.write(record_).has_value();
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
    record_.unsigned_reason = "out of scope";
    if (!record(Disposition::out_of_scope)) {
        return identified(try_again_later(), {}, record_.session.id);
    }
    return std::nullopt;
}

}  // namespace msa
