// control_characters: no NUL anywhere, no control character in header fields but tab, no CR or LF
// that does not end a line (RFC 5322, 2.2; RFC 5321, 2.3.8). What software reads differently is how
// mail is smuggled, and no signature holds over it.
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/header_list.h"
#include "policy/check_kind.h"

#include <optional>

namespace msa {
namespace {

/// The first control character that is not allowed. LF is the fold of a milter's header value if a
/// blank follows.
std::optional<char> control_in(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const bool folds = c == '\n' && i + 1 < value.size() && is_blank(value[i + 1]);
        if (is_control(c) && c != '\t' && !folds) {
            return c;
        }
    }
    return std::nullopt;
}

/// `From(x)`: printable as it is (RFC 5322, 2.2), but readers that know comments everywhere (RFC
/// 822, 3.1.4) see a From.
bool is_address_field_with_comment(std::string_view name) {
    const auto comment = name.find('(');
    return comment != std::string_view::npos && is_address_field(name.substr(0, comment));
}

struct ControlCharacters final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        for (const auto& field : at.headers->fields()) {
            const auto name = [&field] { return printable(field.name, 60); };
            if (!is_field_name(bare_name(field.name))) {
                return {malformed("'" + name() + "' is no header field name")};
            }
            if (is_address_field_with_comment(field.name)) {
                return {malformed("comment in the field name '" + name() + "'")};
            }
            if (const auto control = control_in(field.value)) {
                return {malformed("control character 0x" + hex(std::string(1, *control)) +
                                  " in header field " + name())};
            }
        }
        return {};
    }

    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        if (at.body.has_nul) {
            return {malformed("NUL in the body")};
        }
        if (at.body.has_bare_cr) {
            return {malformed("CR without LF in the body")};
        }
        if (at.body.has_bare_lf) {
            return {malformed("LF without CR in the body")};
        }
        return {};
    }
};

}  // namespace

CheckKind control_characters() {
    return Describe<ControlCharacters>(
               "control_characters", "RFC 5322, 2.2; RFC 5321, 2.3.8",
               "No NUL, no control character in header fields, no CR or LF except as a line end.")
        .replies("554 5.6.0 Malformed message: control character 0x1b in header field Subject");
}

}  // namespace msa
