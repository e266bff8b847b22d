// How a transaction ends: its record, and what follows from it. See transaction.h.
#include "base/text.h"
#include "ownership/groups.h"
#include "policy/limit_notes.h"
#include "policy/transaction.h"

#include <exception>
#include <utility>

namespace msa {

Refusal Transaction::conclude(const Result<void>& carried_out) {
    if (!carried_out) {
        return fail("the MTA did not take an edit: " + carried_out.error().what);
    }
    if (!record(judge_.hold_reason().empty() ? Disposition::accepted : Disposition::held)) {
        return identified(try_again_later(), {}, session_id_);
    }
    return std::nullopt;
}

Refusal Transaction::refuse(const Reply& reply) {
    record_.reply = reply;
    if (!record(reply.is_permanent() ? Disposition::rejected : Disposition::deferred)) {
        return identified(try_again_later(), {}, session_id_);
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
        record_.reply = refusal_of_all(state_.recipients);
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
        Reply reply = identified(std::move(said), {}, session_id_);
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
    state_.envelope = envelope_of(std::move(command));
    if (candidate_) {
        said_ = state_.envelope;
    }
    record_.unsigned_reason = "out of scope";
    if (!record(Disposition::out_of_scope)) {
        return identified(try_again_later(), {}, session_id_);
    }
    return std::nullopt;
}

bool Transaction::record(Disposition disposition) {
    over_ = true;
    signing_.reset();
    record_.disposition = disposition;
    record_.ended = environment_.clock.now().time;
    if (limits_ && rights_) {
        note_refused_rights(*rules_, mail_stage(), judge_.findings());
    }
    record_submission();
    record_.findings = std::move(judge_.findings());
    record_.suspension = judge_.suspension();
    tell_of_people(record_, rights_, state_.addresses, state_.received, state_.headers);
    if (candidate_) {
        record_candidate();
    }
    if (environment_.facts.kept != FactsKept::none) {
        record_.facts = recorder_->facts(environment_.facts, *rules_, began_, lookups_);
        add_message(record_.facts, state_.received,
                    record_.stage == "message" ? std::optional(scanner_.facts()) : std::nullopt);
        if (limits_) {
            record_.facts.limits = limits_->facts();
        }
    }
    const bool is_written = environment_.audit.write(record_).has_value();
    end_limits(is_written && leaves(record_));
    if (is_written) {
        suspend(record_.identity);
    }
    return is_written;
}

void Transaction::record_submission() {
    record_.session = std::move(state_.session);
    record_.identity = std::move(state_.identity);
    record_.suspended = std::move(state_.suspended);
    record_.envelope = std::move(state_.envelope);
    record_.recipients = std::move(state_.recipients);
}

void Transaction::end_limits(bool is_accepted) {
    if (!limits_) {
        return;
    }
    if (is_accepted) {
        limits_->commit();
    } else {
        limits_->give_back();
    }
}

Result<void> Transaction::look_for_suspension() {
    if (environment_.suspensions == nullptr || !state_.identity) {
        return {};
    }
    auto suspended = environment_.suspensions->of(canonical_login_of(*state_.identity));
    if (!suspended) {
        return within("whether the login is suspended", suspended.error());
    }
    state_.suspended = *std::move(suspended);
    return {};
}

std::string Transaction::canonical_login_of(const Identity& identity) const {
    return canonical_login(identity.login, rules_->identity.login_domain);
}

void Transaction::suspend(const std::optional<Identity>& identity) {
    const auto& wanted = judge_.suspension();
    if (environment_.suspensions == nullptr || !wanted || !identity ||
        std::exchange(is_login_suspended_, true)) {
        return;
    }
    environment_.suspensions->suspend({.login = canonical_login_of(*identity),
                                       .why = wanted->why,
                                       .by = "rule " + wanted->rule + ", " + record_.transaction,
                                       .since = environment_.clock.now().time,
                                       .until = wanted->until});
}

void Transaction::record_candidate() {
    const auto body = scanner_.facts();
    record_.candidate =
        candidate_difference(*candidate_, {.record = record_,
                                           .envelope = said_,
                                           .received = state_.received,
                                           .leaving = state_.headers,
                                           .is_header_whole = !meter_.is_exceeded(),
                                           .addresses = state_.addresses,
                                           .unique = unique_,
                                           .host_name = environment_.host_name,
                                           .began = began_,
                                           .body = body,
                                           .text = kept_body_ ? &*kept_body_ : nullptr,
                                           .lookups = lookups_,
                                           .quiet = *quiet_,
                                           .heard = recorder_->heard(),
                                           .heard_limits = limits_ ? &limits_->facts() : nullptr,
                                           .outside = recorder_->outside(),
                                           .rates = environment_.rates_of_candidate,
                                           .limits = environment_.limits_of_candidate});
}

}  // namespace msa
