// How a transaction signs its message, see transaction.h.
#include "ownership/authorship.h"
#include "policy/transaction.h"

#include <utility>

namespace msa {
Result<void> Transaction::begin_signing() {
    const auto author = authorship(state_.headers, rights_.value(), state_.addresses);
    if (!rules_->signer) {
        record_.unsigned_reason = "the rule file names no key";
    } else if (!author.objection.empty()) {
        record_.unsigned_reason = author.objection;
    } else if (!rules_->signer->has_key(author.domain, began_)) {
        record_.unsigned_reason = "no key for " + author.domain;
    } else {
        auto signing = rules_->signer->begin(state_.headers, author.domain, began_);
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
    record_.trouble = record_.unsigned_reason;
    const Reply reply{451, "4.7.5", "The message cannot be signed at the moment"};  // RFC 3463
    return refuse(identified(reply, "dkim", session_id_));
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
        state_.headers.prepend("DKIM-Signature", signature->value);
    }
    return std::nullopt;
}

}  // namespace msa
