// hidden_characters: the text beside an originator's address, decoded, holds no control character
// and nothing that vanishes or turns the direction of what is read: that is how a name is made to
// look like somebody else's (RFC 6409, 6.3; RFC 2047, 5; RFC 6532, 3.6).
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/shown_text.h"
#include "policy/check_kind.h"

#include <array>
#include <cstdio>

namespace msa {
namespace {

std::string code_point_text(char32_t code_point) {
    std::array<char, 16> text{};
    (void)std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(code_point));
    return text.data();
}

Findings judged(std::string_view name, const HiddenCharacter& hidden) {
    const std::string what =
        code_point_text(hidden.code_point) + " in the text of " + std::string(name);
    if (hidden.kind == Hidden::control) {
        return {malformed("control character " + what)};
    }
    return {{.what = "invisible character " + what,
             .reply = {550, "5.7.0", "The invisible character " + what + " is not accepted here"},
             .repair = {}}};
}

struct HiddenCharacters final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return first_finding(at,
                             [&](const AddressField& kind, const HeaderField& field) -> Findings {
                                 if (!kind.is_originator) {
                                     return {};
                                 }
                                 const auto& addresses = at.addresses.of(field.value);
                                 if (!addresses) {
                                     return {};  // address_syntax has said so
                                 }
                                 for (const auto& text : shown_texts(*addresses)) {
                                     if (const auto hidden = hidden_character(text)) {
                                         return judged(kind.name, *hidden);
                                     }
                                 }
                                 return {};
                             });
    }
};

}  // namespace

CheckKind hidden_characters() {
    return Describe<HiddenCharacters>(
               "hidden_characters", "RFC 6409, 6.3; RFC 2047, 5; RFC 6532, 3.6",
               "Display names and comments of originators hold no control, invisible or "
               "direction-turning character, encoded or not.")
        .replies(
            "550 5.7.0 The invisible character U+200B in the text of From is not accepted here");
}

}  // namespace msa
