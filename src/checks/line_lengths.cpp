// line_lengths: no line is longer than 998 octets (RFC 5322, 2.1.1; RFC 6532, 3.4), or 990 behind
// Sendmail. The MTA would break longer ones behind the signature. Header fields can be folded,
// bodies cannot. Before a milter is asked Postfix cuts a header field at 60,000 octets, name and
// colon counted, in front of the line that goes beyond; what is left does not tell.
#include "base/text.h"
#include "checks/field_faults.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding too_long(std::size_t longest, const std::string& where) {
    return malformed("a line of more than " + std::to_string(longest) + " octets in " + where);
}

Finding maybe_cut(const HeaderField& field, std::int64_t cut) {
    return malformed("header field " + printable(field.name, 60) +
                     " is so long that Postfix, which cuts fields at " + std::to_string(cut) +
                     " octets, may have taken its end");
}

struct LineLengths final : Check {
    std::int64_t sendmail_maximum = 990;  // L= of its mailers smtp and esmtp
    std::int64_t postfix_cut = 60000;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto longest = longest_for(at.session.host);
        const bool is_postfix = at.session.host == MtaKind::postfix;
        return field_faults(at, [&](const HeaderField& field) -> std::optional<FieldFault> {
            if (is_postfix && is_near_cut(field)) {
                return FieldFault{maybe_cut(field, postfix_cut), std::nullopt};
            }
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
    /// Another line as long as lines may be would have gone beyond.
    [[nodiscard]] bool is_near_cut(const HeaderField& field) const {
        const auto cut = static_cast<std::size_t>(postfix_cut);
        const auto octets = field.name.size() + 1 + field.value.size();
        return octets <= cut && octets + 1 + max_line > cut;
    }

    [[nodiscard]] std::size_t longest_for(MtaKind host) const {
        return host == MtaKind::sendmail ? static_cast<std::size_t>(sendmail_maximum) : max_line;
    }
};

}  // namespace

CheckKind line_lengths() {
    return Describe<LineLengths>(
               "line_lengths", "RFC 5322, 2.1.1",
               "No line has more than 998 octets, with Sendmail 990; with \"repair\", those of "
               "header fields are folded at white space.")
        .option(
            "sendmail_maximum", &LineLengths::sendmail_maximum,
            "What Sendmail lets pass: L= of its mailers, SMTP_MAILER_LL and the like in its .mc.",
            between(preferred_line, max_line))
        .option(
            "postfix_cut", &LineLengths::postfix_cut,
            "Octets at which Postfix cuts a header field, 60000 or its header_size_limit if that "
            "is lower. A field that ends within 998 octets of it is refused: its end may be "
            "missing.",
            between(2000, 102400))
        .action(Action::repair)
        .repairs()
        .replies(
            "554 5.6.0 Malformed message: a line of more than 998 octets in header field Subject");
}

}  // namespace msa
