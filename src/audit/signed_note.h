// Signed notes (https://c2sp.org/signed-note): a text, a blank line, and lines of signatures over
// the text, each with the name and the id of the key that made it.
//
//   TEXT
//
//   — NAME BASE64(id of 4 octets || signature)
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What a note may be in octets, and how many signatures it may have.
inline constexpr std::size_t max_note = 65536;
inline constexpr std::size_t max_note_signatures = 100;

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::string octets;
};

struct SignedNote {
    std::string text;  // lines, with all their ends
    std::vector<NoteSignature> signatures;

    /// Whole, as it is written. Without signatures: the text and the blank line.
    [[nodiscard]] std::string octets() const;
};

/// One note and nothing else; one without signatures is read, too.
[[nodiscard]] Result<SignedNote> parse_note(std::string_view octets);

/// How many octets at the beginning of `octets` are one note, for files with many: up to the line
/// in front of which the next one begins, blank lines included. 0: it has no end yet.
[[nodiscard]] std::size_t note_length(std::string_view octets, bool is_all);

/// A key's name may stand in a note: UTF-8 without blanks, controls and plus.
[[nodiscard]] bool is_key_name(std::string_view name);

}  // namespace msa
