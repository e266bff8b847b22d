// hidden_characters: the text beside an originator's address, decoded, holds no control character
// and nothing that vanishes or turns the direction of what is read: that is how a name is made to
// look like somebody else's (RFC 6409, 6.3; RFC 2047, 5; RFC 6532, 3.6).
#include "base/text.h"
#include "checks/address_fields.h"
#include "checks/original_author.h"
#include "mail/decoded_text.h"
#include "mail/hidden_character.h"
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

Findings finding_about(std::string_view name, const HiddenCharacter& hidden) {
    const std::string what =
        code_point_text(hidden.code_point) + " in the text of " + std::string(name);
    if (hidden.kind == Hidden::control) {
        return {malformed("control character " + what)};
    }
    return {{.what = "invisible character " + what,
             .reply = {550, "5.7.0", "The invisible character " + what + " is not accepted here"}}};
}

Finding in_unknown_charset(std::string_view name, std::string_view charset, bool strict) {
    const std::string what = "unknown character set " + printable(charset);
    const std::string where = "the text of " + std::string(name);
    return strict ? Finding{.what = what + " in " + where,
                            .reply = {550, "5.7.0",
                                      "The " + what + " in " + where + " is not accepted here"}}
                  : cannot_tell("what " + where + " holds: " + what);
}

Findings in_texts(std::string_view name, const std::vector<std::string>& texts, bool strict) {
    const auto allowed = strict ? HiddenMarks::joiners : HiddenMarks::of_names;
    for (const auto& text : texts) {
        if (const auto hidden = hidden_character(decoded_text(text), allowed)) {
            return finding_about(name, *hidden);
        }
    }
    for (const auto& text : texts) {
        if (const auto charset = unknown_charset(text)) {
            return {in_unknown_charset(name, *charset, strict)};
        }
    }
    return {};
}

struct HiddenCharacters final : Check {
    bool strict = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings unknown;  // what is hidden in another field comes first
        auto hidden =
            first_finding(at, [&](const AddressField& kind, const HeaderField& field) -> Findings {
                if (!kind.is_originator || is_left_to_its_author(at, kind.name)) {
                    return {};
                }
                const auto& addresses = at.addresses.of(field.value).list();
                if (!addresses) {
                    return {};  // address_syntax has said so
                }
                auto findings = in_texts(kind.name, shown_texts(*addresses), strict);
                if (!findings.empty() && findings.front().cannot_tell) {
                    unknown = std::move(findings);
                    return {};
                }
                return findings;
            });
        return hidden.empty() ? unknown : hidden;
    }
};

}  // namespace

CheckKind hidden_characters() {
    return Describe<HiddenCharacters>(
               "hidden_characters", "RFC 6409, 6.3; RFC 2047, 5; RFC 6532, 3.6",
               "Display names and comments of originators hold no control, invisible or "
               "direction-turning character, encoded or not. With an unknown character set it "
               "cannot tell.")
        .on_error(Action::log)
        .option("strict", &HiddenCharacters::strict,
                "Also refuse marks of direction and of scripts, joiners at the end of a word, and "
                "unknown character sets.")
        .replies(
            "550 5.7.0 The invisible character U+200B in the text of From is not accepted here");
}

}  // namespace msa
