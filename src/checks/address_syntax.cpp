// address_syntax: every address field holds what today's grammar allows, the whole field read
// (RFC 6409, 5.1; RFC 5322, 3.4; RFC 6854). Two readers that differ are how a forged author gets
// by.
#include "base/text.h"
#include "checks/address_fields.h"
#include "policy/check_kind.h"
#include "policy/resending.h"

namespace msa {
namespace {

/// These say nothing of who wrote the message or sends it on; there they stay as they are.
bool is_of_original_recipients(const AddressField& kind) {
    return !kind.is_originator && !ascii_lower(kind.name).starts_with("resent-");
}

struct AddressSyntax final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return first_finding(
            at, [&](const AddressField& kind, const HeaderField& field) -> Findings {
                const auto mailboxes = mailboxes_of(at.addresses, kind, field.value);
                if (mailboxes || (is_of_original_recipients(kind) && is_original_kept(at))) {
                    return {};
                }
                const std::string name(kind.name);
                return {
                    {.what = name + ": " + mailboxes.error().what + ": " + printable(field.value),
                     .reply = {554, std::string(kind.syntax_code()),
                               "Bad address in " + name + ": " + mailboxes.error().what},
                     .repair = {}}};
            });
    }
};

}  // namespace

CheckKind address_syntax() {
    return Describe<AddressSyntax>(
               "address_syntax", "RFC 6409, 5.1; RFC 5322, 3.4",
               "Every address field of the header is syntactically valid, without obsolete forms.")
        .replies(
            "554 5.1.7 Bad address in From: `<` behind an address at octet 18: a name that holds "
            "an `@` needs quotes");
}

}  // namespace msa
