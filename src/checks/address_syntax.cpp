// address_syntax: every address field holds what today's grammar allows, the whole field read
// (RFC 6409, 5.1; RFC 5322, 3.4; RFC 6854). Two readers that differ are how a forged author gets
// by.
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/nobody.h"
#include "policy/check_kind.h"
#include "policy/resending.h"

namespace msa {
namespace {

/// Recipients that the author of resent mail wrote stay as they are: they say nothing of who wrote
/// or sends it on. Reply-To, which readers show, must be somebody else's or name nobody.
bool is_left_as_it_is(const HeadersStage& at, const AddressField& kind, const HeaderField& field) {
    const bool is_of_original =
        !kind.is_originator && !ascii_lower(kind.name).starts_with("resent-");
    const bool may_show_author = same_name(kind.name, "Reply-To") && !names_nobody(field.value);
    return is_of_original && is_original_kept(at) && (!may_show_author || is_from_others(at));
}

/// What only `strict` refuses; empty: nothing.
std::string_view loose_form(Mailboxes mailboxes) {
    for (const Mailbox* mailbox : mailboxes) {
        if (mailbox->has_loose_brackets) {
            return "blank or comment inside the brackets";
        }
        if (mailbox->address.local_part.find("=?") != std::string::npos) {
            return "`=?` in a local part";
        }
    }
    return {};
}

struct AddressSyntax final : Check {
    bool strict = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings left;  // what refuses in another field comes first
        auto refused =
            first_finding(at, [&](const AddressField& kind, const HeaderField& field) -> Findings {
                const auto fault = fault_of(at, kind, field);
                if (fault.empty()) {
                    return {};
                }
                auto finding = bad_address(kind, field, fault);
                if (strict || !is_left_as_it_is(at, kind, field)) {
                    return {std::move(finding)};
                }
                left = {noted(std::move(finding))};
                return {};
            });
        return refused.empty() ? left : refused;
    }

private:
    [[nodiscard]] std::string fault_of(const HeadersStage& at, const AddressField& kind,
                                       const HeaderField& field) const {
        const auto mailboxes = mailboxes_of(at.addresses, kind, field.value);
        return mailboxes ? std::string(strict ? loose_form(*mailboxes) : "")
                         : mailboxes.error().what;
    }
    static Finding bad_address(const AddressField& kind, const HeaderField& field,
                               const std::string& fault) {
        const std::string name(kind.name);
        return {.what = name + ": " + fault + ": " + printable(field.value),
                .reply = {554, std::string(kind.syntax_code()),
                          "Bad address in " + name + ": " + fault}};
    }
};

}  // namespace

CheckKind address_syntax() {
    return Describe<AddressSyntax>(
               "address_syntax", "RFC 6409, 5.1; RFC 5322, 3.4",
               "Every address field of the header is syntactically valid, without obsolete forms.")
        .option("strict", &AddressSyntax::strict,
                "Also refuse blanks and comments inside angle brackets, `=?` in a local part, and "
                "what the author of resent mail wrote in To, Cc and Reply-To.")
        .replies(
            "554 5.1.7 Bad address in From: `<` behind an address at octet 18: a name that holds "
            "an `@` needs quotes");
}

}  // namespace msa
