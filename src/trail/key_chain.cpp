// Keys and their ranges, see key_chain.h.
#include "trail/key_chain.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

bool holds(const std::vector<VerifierKey>& keys, const VerifierKey& key) {
    return std::any_of(keys.begin(), keys.end(), [&key](const VerifierKey& each) {
        return each.public_key == key.public_key;
    });
}

}  // namespace

NoteVerdict verdict_under_any_name(const SignedNote& note, const VerifierKey& key) {
    for (const auto& each : note.signatures) {
        const VerifierKey named{each.name, key.public_key};
        if (each.key_id == named.id()) {
            return verdict(note, named);
        }
    }
    return NoteVerdict::not_signed;
}

void KeyChain::begin(std::optional<std::optional<VerifierKey>> key) {
    next_.reset();
    put_in_force(key ? *std::move(key) : std::nullopt);
    has_changed_ = false;
}

void KeyChain::replace(std::uint64_t n, const VerifierKey& key) {
    next_ = Next{n, key};
    known_.push_back(key);
}

void KeyChain::put_in_force(std::optional<VerifierKey> key) {
    in_force_ = std::move(key);
    if (in_force_) {
        known_.push_back(*in_force_);
    }
}

bool KeyChain::is_any_other(const SignedNote& note) const {
    const auto signs = [&note](const VerifierKey& key) {
        return verdict_under_any_name(note, key) == NoteVerdict::good;
    };
    return std::any_of(known_.begin(), known_.end(), signs) ||
           std::any_of(trusted_.begin(), trusted_.end(), signs);
}

SignatureVerdict KeyChain::verdict_of(const SignedNote& note) const {
    if (!in_force_) {
        return verdict_without_beginning(note);
    }
    const auto found = verdict_under_any_name(note, *in_force_);
    if (found != NoteVerdict::not_signed) {
        return found == NoteVerdict::good ? SignatureVerdict::good : SignatureVerdict::wrong;
    }
    if (note.signatures.empty()) {
        return SignatureVerdict::missing;
    }
    return is_any_other(note) ? SignatureVerdict::out_of_range : SignatureVerdict::unknown_key;
}

/// The first record of the tree names no key, or is not there.
SignatureVerdict KeyChain::verdict_without_beginning(const SignedNote& note) const {
    if (note.signatures.empty()) {
        return trusted_.empty() ? SignatureVerdict::unsigned_note : SignatureVerdict::missing;
    }
    for (const auto& key : trusted_) {
        const auto found = verdict_under_any_name(note, key);
        if (found != NoteVerdict::not_signed) {
            return found == NoteVerdict::good ? SignatureVerdict::good : SignatureVerdict::wrong;
        }
    }
    return trusted_.empty() ? SignatureVerdict::no_key : SignatureVerdict::unknown_key;
}

SignatureVerdict KeyChain::judge(const SignedNote& note) {
    const auto found = verdict_of(note);
    is_trusted_ = is_trusted_ ||
                  (found == SignatureVerdict::good && (!in_force_ || holds(trusted_, *in_force_)));
    return found;
}

void KeyChain::pass(std::uint64_t size) {
    has_changed_ = false;
    if (next_ && size > next_->n) {
        put_in_force(next_->key);
        next_.reset();
        has_changed_ = true;
    }
}

}  // namespace msa
