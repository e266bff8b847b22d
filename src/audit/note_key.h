// The keys of signed notes: Ed25519 (algorithm 1 of https://c2sp.org/signed-note).
#pragma once

#include "audit/signed_note.h"
#include "base/result.h"
#include "crypto/private_key.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace msa {

/// What who verifies keeps: `NAME+HEX(id)+BASE64(0x01 || public key)`.
struct VerifierKey {
    std::string name;
    std::string public_key;  // 32 octets

    [[nodiscard]] std::uint32_t id() const;
    [[nodiscard]] std::string text() const;

    bool operator==(const VerifierKey&) const = default;
};

[[nodiscard]] Result<VerifierKey> parse_verifier_key(std::string_view text);

enum class NoteVerdict { good, bad, not_signed };  // the last: not by this key

[[nodiscard]] NoteVerdict verdict(const SignedNote& note, const VerifierKey& key);

/// Error: the key is none for Ed25519.
[[nodiscard]] Result<VerifierKey> verifier_key(const PrivateKey& key, std::string name);

/// Adds a signature of that name.
[[nodiscard]] Result<void> sign(SignedNote& note, const PrivateKey& key, const std::string& name);

}  // namespace msa
