// line_lengths: no line is longer than 998 octets (RFC 5322, 2.1.1; RFC 6532, 3.4), or 990 behind
// Sendmail. The MTA would break longer ones behind the signature. Header fields can be folded,
// bodies cannot.
#include "base/text.h"
#include "checks/field_faults.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// Octets that the host lets pass. Sendmail's mailers smtp and esmtp break at 990 (L= in its cf).
std::size_t longest_for(Host host) {
    constexpr std::size_t sendmail_line = 990;
    return host == Host::sendmail ? sendmail_line : max_line;
}

Finding too_long(std::size_t longest, const std::string& where) {
    return malformed("a line of more than " + std::to_string(longest) + " octets in " + where);
}

struct LineLengths final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto longest = longest_for(at.session.host);
        return field_faults(at, [longest](const HeaderField& field) -> std::optional<FieldFault> {
            if (longest_line(field.name, field.value) <= longest) {
                return std::nullopt;
            }
            return FieldFault{too_long(longest, "header field " + printable(field.name, 60)),
                              refolded(field.name, field.value, longest)};
        });
    }

    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        const auto longest = longest_for(at.session.host);
        if (at.body.longest_line <= longest) {
            return {};
        }
        return {too_long(longest, "the body")};
    }
};

}  // namespace

CheckKind line_lengths() {
    return Describe<LineLengths>(
               "line_lengths", "RFC 5322, 2.1.1",
               "No line has more than 998 octets, behind Sendmail 990; with \"repair\", those of "
               "header fields are folded at white space.")
        .repairs()
        .replies(
            "554 5.6.0 Malformed message: a line of more than 998 octets in header field Subject");
}

}  // namespace msa
