// envelope_syntax: MAIL FROM and RCPT TO are a path and nothing else (RFC 6409, 5.1; RFC
// 5321, 4.1.2). Both MTAs let `<<a@b>>`, `<(c)a@b>` and worse through and read an address out of
// them.
#include "base/text.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct EnvelopeSyntax final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (at.envelope.sender) {
            return {};
        }
        return {{.what = "MAIL FROM:" + printable(at.envelope.sender_argument) + ": " +
                         at.envelope.sender_error,
                 .reply = {501, "5.1.7", "Bad sender address syntax: " + at.envelope.sender_error},
                 .repair = {}}};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.recipient.path) {
            return {};
        }
        return {{.what = "RCPT TO:" + printable(at.recipient.argument) + ": " + at.recipient.error,
                 .reply = {501, "5.1.3", "Bad recipient address syntax: " + at.recipient.error},
                 .repair = {}}};
    }
};

}  // namespace

CheckKind envelope_syntax() {
    return Describe<EnvelopeSyntax>("envelope_syntax", "RFC 6409, 5.1; RFC 5321, 4.1.2",
                                    "The arguments of MAIL FROM and RCPT TO are valid paths.")
        .replies("501 5.1.3 Bad recipient address syntax: no '@' at octet 5");
}

}  // namespace msa
