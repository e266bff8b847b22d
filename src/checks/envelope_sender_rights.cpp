// envelope_sender_rights: MAIL FROM is an address of the identity (RFC 6409, 6.1). The null path is
// nobody's and is never refused for being null (RFC 6409, 3.2).
#include "base/text.h"
#include "checks/address_rights.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Findings findings_for(const AddrSpec& sender, const Rights& rights) {
    return right_findings(sender, rights, RightNeeded::owner, "MAIL FROM", "as envelope sender");
}

struct EnvelopeSenderRights final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (!at.identity()) {
            return {};  // require_authentication answers for that
        }
        if (!at.envelope->sender) {
            // Only reached where envelope_syntax lets it pass.
            return {cannot_tell("MAIL FROM is not a path: " + at.envelope->sender_error)};
        }
        if (at.envelope->sender->is_null()) {
            return {};
        }
        if (auto findings = findings_for(at.envelope->sender->address, at.rights());
            !findings.empty()) {
            return findings;
        }
        if (at.envelope->mta_sender.empty()) {
            return {};
        }
        // What counts is what the MTA will use: Postfix undoes percent hacks and needless quotes.
        const auto used = parse_addr_spec(at.envelope->mta_sender);
        if (!used) {
            return {{.what = "the MTA reads the sender as " + printable(at.envelope->mta_sender),
                     .reply = {550, "5.7.1",
                               "You may not use " + printable(at.envelope->mta_sender) +
                                   " as envelope sender"}}};
        }
        return findings_for(*used, at.rights());
    }
};

}  // namespace

CheckKind envelope_sender_rights() {
    return Describe<EnvelopeSenderRights>(
               "envelope_sender_rights", "RFC 6409, 6.1",
               "MAIL FROM is the null path or an address that the identity owns.")
        .replies("550 5.7.1 You may not use ceo@example.com as envelope sender");
}

}  // namespace msa
