// line_lengths: no line is longer than 998 octets (RFC 5322, 2.1.1; RFC 6532, 3.4), or 990 behind
// Sendmail. The MTA would break longer ones behind the signature. Header fields can be folded,
// bodies cannot.
#include "base/text.h"
#include "checks/field_faults.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding too_long(std::size_t longest, const std::string& where) {
    return malformed("a line of more than " + std::to_string(longest) + " octets in " + where);
}

struct LineLengths final : Check {
    std::int64_t sendmail_maximum = 990;  // L= of its mailers smtp and esmtp

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

private:
    [[nodiscard]] std::size_t longest_for(Host host) const {
        return host == Host::sendmail ? static_cast<std::size_t>(sendmail_maximum) : max_line;
    }
};

}  // namespace

CheckKind line_lengths() {
    return Describe<LineLengths>(
               "line_lengths", "RFC 5322, 2.1.1",
               "No line has more than 998 octets, behind Sendmail 990; with \"repair\", those of "
               "header fields are folded at white space.")
        .option(
            "sendmail_maximum", &LineLengths::sendmail_maximum,
            "What Sendmail lets pass: L= of its mailers, SMTP_MAILER_LL and the like in its .mc.",
            between(preferred_line, max_line))
        .action(Action::repair)
        .repairs()
        .replies(
            "554 5.6.0 Malformed message: a line of more than 998 octets in header field Subject");
}

}  // namespace msa
