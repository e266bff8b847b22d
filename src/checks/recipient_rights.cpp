// recipient_rights: who may only write to some recipients is told so at each other one; those that
// were accepted get the message (RFC 6409, 6.2). Used by [[rule]] with `when`.
#include "base/text.h"
#include "mail/address_key.h"
#include "mail/address_pattern.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

struct RecipientRights final : Check {
    std::vector<AddressPattern> allow;

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        const auto& path = at.recipient->path;
        if (!path) {
            // Only reached where envelope_syntax lets it pass.
            return {cannot_tell("RCPT TO is not a path: " + at.recipient->error)};
        }
        if (path->is_bare_postmaster()) {
            return {};  // everybody may (RFC 5321, 4.5.1)
        }
        const std::string address = printable(to_text(path->address));
        const auto key = address_key(path->address);
        if (!key) {
            return {cannot_tell("recipient " + address + ": " + key.error().what)};
        }
        if (std::any_of(allow.begin(), allow.end(),
                        [&](const AddressPattern& pattern) { return pattern.matches(*key); })) {
            return {};
        }
        return {{.what = "recipient " + address + " is not among those allowed",
                 .reply = {550, "5.7.1", "You may not write to " + address}}};
    }
};

}  // namespace

CheckKind recipient_rights() {
    return Describe<RecipientRights>("recipient_rights", "RFC 6409, 6.2",
                                     "Every recipient is one of those allowed, or <Postmaster>.")
        .action(Action::off)
        .list(
            "allow", &RecipientRights::allow, {}, AddressPattern::parse,
            "\"bob@example.net\"; \"@example.net\": everybody there; \"@.example.net\": everybody "
            "in the domains below it. Compared as owners' addresses are.")
        .replies("550 5.7.1 You may not write to bob@example.net");
}

}  // namespace msa
