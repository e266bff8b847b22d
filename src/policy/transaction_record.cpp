// The end of a transaction: its record, and what follows from it. See transaction.h.
#include "ownership/groups.h"
#include "policy/limit_notes.h"
#include "policy/transaction.h"

#include <utility>

namespace msa {

bool Transaction::record(Disposition disposition) {
    over_ = true;
    signing_.reset();
    record_.disposition = disposition;
    record_.ended = environment_.clock.now().time;
    if (limits_ && rights_) {
        note_refused_rights(*rules_, mail_stage(), judge_.findings());
    }
    record_.findings = std::move(judge_.findings());
    record_.suspension = judge_.suspension();
    tell_of_people(record_, rights_, addresses_, received_, headers_);
    if (candidate_) {
        record_candidate();
    }
    if (environment_.facts.kept != FactsKept::none) {
        record_.facts = recorder_->facts(environment_.facts, *rules_, began_, lookups_);
        add_message(record_.facts, received_,
                    record_.stage == "message" ? std::optional(scanner_.facts()) : std::nullopt);
        if (limits_) {
            record_.facts.limits = limits_->facts();
        }
    }
    const bool is_written = environment_.audit.write(record_).has_value();
    end_limits(is_written && leaves(record_));
    if (is_written) {
        suspend();
    }
    return is_written;
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
    if (environment_.suspensions == nullptr || !record_.identity) {
        return {};
    }
    auto suspended = environment_.suspensions->of(canonical_login_of(*record_.identity));
    if (!suspended) {
        return within("whether the login is suspended", suspended.error());
    }
    record_.suspended = *std::move(suspended);
    return {};
}

std::string Transaction::canonical_login_of(const Identity& identity) const {
    return canonical_login(identity.login, rules_->identity.login_domain);
}

void Transaction::suspend() {
    if (environment_.suspensions == nullptr || !record_.suspension || !record_.identity) {
        return;
    }
    environment_.suspensions->suspend(
        {.login = canonical_login_of(*record_.identity),
         .why = record_.suspension->why,
         .by = "rule " + record_.suspension->rule + ", " + record_.transaction,
         .since = record_.ended,
         .until = record_.suspension->until});
}

void Transaction::record_candidate() {
    const auto body = scanner_.facts();
    record_.candidate =
        candidate_difference(*candidate_, {.record = record_,
                                           .envelope = said_,
                                           .received = received_,
                                           .leaving = headers_,
                                           .is_header_whole = !meter_.is_exceeded(),
                                           .addresses = addresses_,
                                           .unique = unique_,
                                           .host_name = environment_.host_name,
                                           .began = began_,
                                           .body = body,
                                           .text = kept_body_ ? &*kept_body_ : nullptr,
                                           .lookups = lookups_,
                                           .heard = recorder_->heard(),
                                           .heard_limits = limits_ ? &limits_->facts() : nullptr,
                                           .outside = recorder_->outside(),
                                           .rates = environment_.rates_of_candidate,
                                           .limits = environment_.limits_of_candidate});
}

}  // namespace msa
