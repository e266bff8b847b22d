// qualified_domains: every domain is fully qualified, in the envelope and in address fields
// (RFC 6409, 4.2; RFC 5321, 2.3.5).
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding unqualified(const std::string& where, const AddrSpec& address, std::string_view code) {
    const std::string text = printable(to_text(address));
    return {.what = where + ": " + text + " has no fully qualified domain",
            .reply = {554, std::string(code),
                      "The domain of " + text + " in " + where + " is not fully qualified"}};
}

struct QualifiedDomains final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        const auto& sender = at.envelope->sender;
        if (!sender || sender->is_null() || is_fully_qualified(sender->address.domain)) {
            return {};
        }
        return {unqualified("MAIL FROM", sender->address, "5.1.8")};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        const auto& path = at.recipient->path;
        if (!path || path->is_bare_postmaster() || is_fully_qualified(path->address.domain)) {
            return {};
        }
        return {unqualified("RCPT TO", path->address, "5.1.2")};
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return first_finding(
            at, [&](const AddressField& kind, const HeaderField& field) -> Findings {
                const auto mailboxes = mailboxes_of(at.addresses, kind, field.value);
                if (!mailboxes) {
                    return {};  // address_syntax has said so
                }
                for (const Mailbox* mailbox : *mailboxes) {
                    if (!is_fully_qualified(mailbox->address.domain)) {
                        return {unqualified(std::string(kind.name), mailbox->address,
                                            kind.domain_code())};
                    }
                }
                return {};
            });
    }
};

}  // namespace

CheckKind qualified_domains() {
    return Describe<QualifiedDomains>(
               "qualified_domains", "RFC 6409, 4.2",
               "Every domain in the envelope and in address fields is fully qualified.")
        .replies("554 5.1.2 The domain of bob@sales in RCPT TO is not fully qualified");
}

}  // namespace msa
