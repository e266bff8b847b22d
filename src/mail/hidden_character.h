// Characters that a reader of a text cannot see.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

enum class Hidden {
    control,    // C0, DEL, C1
    invisible,  // nothing is seen of it, or it turns the direction of what is seen
};

struct HiddenCharacter {
    Hidden kind = Hidden::control;
    char32_t code_point = 0;
};

/// What of it a text may hold.
enum class HiddenMarks {
    of_names,  // what names need
    joiners,   // joiners between two visible characters
};

/// The first character of a text that a reader cannot see. What names need is not among them: a
/// mark of byte order in front, marks of direction, which turn nothing around; joiners where a
/// script or an emoji has them (RFC 5892, A.1 and A.2, and at the end of a word); marks of the
/// Mongolian and Khmer scripts and Hangul fillers beside letters of theirs.
[[nodiscard]] std::optional<HiddenCharacter> hidden_character(
    std::string_view text, HiddenMarks allowed = HiddenMarks::of_names);

/// Without all that is not seen, control characters and ill-formed octets, wherever it stands.
[[nodiscard]] std::string without_hidden(std::string_view text);

}  // namespace msa
