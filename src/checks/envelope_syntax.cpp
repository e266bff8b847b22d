// envelope_syntax: MAIL FROM and RCPT TO are a path and nothing else (RFC 6409, 5.1; RFC
// 5321, 4.1.2). Both MTAs let `<<a@b>>`, `<(c)a@b>` and worse through and read an address out of
// them. The AUTH parameter, which Postfix takes as it comes, is xtext or `<>` (RFC 4954, 5); what
// it says is believed by nobody.
#include "base/text.h"
#include "mail/xtext.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

bool is_bad_auth(std::string_view parameter) {
    constexpr std::string_view keyword = "AUTH=";
    if (!equal_ignoring_case(parameter.substr(0, keyword.size()), keyword)) {
        return false;
    }
    const auto value = parameter.substr(keyword.size());
    return value.empty() || (value != "<>" && !decode_xtext(value));
}

struct EnvelopeSyntax final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        for (const auto& parameter : at.envelope->parameters) {
            if (is_bad_auth(parameter)) {
                return {{.what = "MAIL FROM parameter " + printable(parameter) + " is not xtext",
                         .reply = {501, "5.5.4", "Bad AUTH parameter"}}};
            }
        }
        if (at.envelope->sender) {
            return {};
        }
        return {
            {.what = "MAIL FROM:" + printable(at.envelope->sender_argument) + ": " +
                     at.envelope->sender_error,
             .reply = {501, "5.1.7", "Bad sender address syntax: " + at.envelope->sender_error}}};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.recipient->path) {
            return {};
        }
        return {
            {.what = "RCPT TO:" + printable(at.recipient->argument) + ": " + at.recipient->error,
             .reply = {501, "5.1.3", "Bad recipient address syntax: " + at.recipient->error}}};
    }
};

}  // namespace

CheckKind envelope_syntax() {
    return Describe<EnvelopeSyntax>("envelope_syntax", "RFC 6409, 5.1; RFC 5321, 4.1.2",
                                    "The arguments of MAIL FROM and RCPT TO are valid paths.")
        .replies("501 5.1.3 Bad recipient address syntax: no `@` behind the local part at octet 5");
}

}  // namespace msa
