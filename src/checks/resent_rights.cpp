// resent_rights: who resent the message is the identity (RFC 6409, 6.3; RFC 5322, 3.6.6). Readers
// show Resent-From and Resent-Sender, so none of them may be forged. Neither ever excuses From:
// that stays with header_from_rights.
#include "base/text.h"
#include "checks/address_fields.h"
#include "checks/address_rights.h"
#include "checks/submitter.h"
#include "mail/resent.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Findings findings_for(const HeaderField& field, const HeadersStage& at) {
    const auto mailboxes = at.addresses.of(field.value).mailboxes();
    const std::string name(bare_name(field.name));
    if (!mailboxes) {
        return {
            {.what = name + ": " + mailboxes.error().what + ": " + printable(field.value),
             .reply = {554, "5.1.7", "Bad address in " + name + ": " + mailboxes.error().what}}};
    }
    for (const Mailbox* mailbox : *mailboxes) {
        auto findings = right_findings(mailbox->address, at.rights(),
                                       RightNeeded::owner_or_on_behalf, name, "in " + name);
        if (!findings.empty()) {
            return findings;
        }
    }
    return {};
}

struct ResentRights final : Check {
    bool newest_only = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (is_from_a_stranger(at)) {
            return {};
        }
        for (const auto& block : resent_blocks(at.headers)) {
            for (const char* name : {"Resent-From", "Resent-Sender"}) {
                const auto* field = block.find(name);
                if (field == nullptr) {
                    continue;
                }
                if (auto findings = findings_for(*field, at); !findings.empty()) {
                    return findings;
                }
            }
            if (newest_only) {
                return {};
            }
        }
        return {};
    }
};

}  // namespace

CheckKind resent_rights() {
    return Describe<ResentRights>("resent_rights", "RFC 6409, 6.3; RFC 5322, 3.6.6",
                                  "Every Resent-From and Resent-Sender is the identity's to use.")
        .option("newest_only", &ResentRights::newest_only,
                "Judge only the newest block of resent fields: mail that others have resent before "
                "may be resent.")
        .replies("550 5.7.1 You may not use bob@example.com in Resent-From");
}

}  // namespace msa
