// The keys that sign the checkpoints of a tree, each in its range: what the trail says of them, and
// what the auditor kept.
#pragma once

#include "audit/note_key.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace msa {

enum class SignatureVerdict {
    good,
    unsigned_note,  // and no key is in force
    missing,        // although a key is in force
    wrong,          // the key's name, but not its signature
    unknown_key,
    out_of_range,  // of a key that was retired, or that was not in force yet
    no_key,        // it is signed, and nobody told by whom
};

/// What a key says of a note, whatever name the note has it under: a tree of a new year has
/// another, and the key may be the same.
[[nodiscard]] NoteVerdict verdict_under_any_name(const SignedNote& note, const VerifierKey& key);

class KeyChain {
public:
    /// `trusted`: those of the auditor; none: the trail is believed.
    explicit KeyChain(std::vector<VerifierKey> trusted) : trusted_(std::move(trusted)) {}

    /// A tree begins, with the key that its first record names, if it does. Absent: the first
    /// record is not there.
    void begin(std::optional<std::optional<VerifierKey>> key);
    /// Record `n` puts another key in force, after the first checkpoint that covers it.
    void replace(std::uint64_t n, const VerifierKey& key);

    /// Checkpoints of a tree are shown in the order of their sizes.
    [[nodiscard]] SignatureVerdict judge(const SignedNote& note);
    /// A checkpoint of that size was passed.
    void pass(std::uint64_t size);
    /// The next checkpoint, or the last one passed, is at the end of a range.
    [[nodiscard]] bool is_changing() const { return next_.has_value() || has_changed_; }

    [[nodiscard]] bool has_key() const { return !trusted_.empty() || in_force_.has_value(); }
    [[nodiscard]] const std::vector<VerifierKey>& trusted() const { return trusted_; }
    [[nodiscard]] const std::optional<VerifierKey>& in_force() const { return in_force_; }
    /// One of the auditor's keys has signed in its range.
    [[nodiscard]] bool is_trusted() const { return is_trusted_; }

private:
    struct Next {
        std::uint64_t n;
        VerifierKey key;
    };

    [[nodiscard]] SignatureVerdict verdict_of(const SignedNote& note) const;
    [[nodiscard]] SignatureVerdict verdict_without_beginning(const SignedNote& note) const;
    void put_in_force(std::optional<VerifierKey> key);
    [[nodiscard]] bool is_any_other(const SignedNote& note) const;

    std::vector<VerifierKey> trusted_;
    std::vector<VerifierKey> known_;  // that were, are or will be in force
    std::optional<VerifierKey> in_force_;
    std::optional<Next> next_;
    bool is_trusted_ = false;
    bool has_changed_ = false;
};

}  // namespace msa
