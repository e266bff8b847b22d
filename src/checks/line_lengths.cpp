// line_lengths: no line is longer than 998 octets (RFC 5322, 2.1.1; RFC 6532, 3.4). Postfix would
// break longer ones behind the signature. Header fields can be folded, bodies cannot.
#include "base/text.h"
#include "checks/field_faults.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding too_long(const std::string& where) {
    return malformed("a line of more than " + std::to_string(max_line) + " octets in " + where);
}

std::optional<FieldFault> fault_of(const HeaderField& field) {
    if (longest_line(field.name, field.value) <= max_line) {
        return std::nullopt;
    }
    return FieldFault{too_long("header field " + printable(field.name, 60)),
                      refolded(field.name, field.value)};
}

struct LineLengths final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return field_faults(at, fault_of);
    }

    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        if (at.body.longest_line <= max_line) {
            return {};
        }
        return {too_long("the body")};
    }
};

}  // namespace

CheckKind line_lengths() {
    return Describe<LineLengths>("line_lengths", "RFC 5322, 2.1.1",
                                 "No line has more than 998 octets; with \"repair\", those of "
                                 "header fields are folded at white space.")
        .repairs()
        .replies(
            "554 5.6.0 Malformed message: a line of more than 998 octets in header field Subject");
}

}  // namespace msa
