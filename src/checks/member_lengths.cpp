// member_lengths: behind Sendmail, no member of an address list is so long that it would be cut.
// That happens behind the milter, and the cut may go through an address, which then is another one:
// with enough of a name in front of it, alice@example.com leaves as alice@example.co.
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/sendmail_form.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// Sendmail 8.17 cuts at 256 octets (MAXNAME), blanks of its own included.
constexpr std::size_t longest = 250;

struct MemberLengths final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.session.host != MtaKind::sendmail) {
            return {};
        }
        return first_finding(
            at, [](const AddressField& kind, const HeaderField& field) -> Findings {
                const auto form = sendmail_form(field.value);
                if (!form || form->longest_member <= longest) {
                    return {};
                }
                return {{.what = "an address with its name in " + std::string(kind.name) + " of " +
                                 std::to_string(form->longest_member) +
                                 " octets, which Sendmail cuts",
                         .reply = {554, std::string(kind.syntax_code()),
                                   "An address with its name is longer than " +
                                       std::to_string(longest) + " octets in " +
                                       std::string(kind.name)}}};
            });
    }
};

}  // namespace

CheckKind member_lengths() {
    return Describe<MemberLengths>(
               "member_lengths", "RFC 6409, 6.3",
               "With Sendmail, an address is no longer than 250 octets with its name and comments: "
               "Sendmail would cut it, even within the domain.")
        .replies("554 5.1.7 An address with its name is longer than 250 octets in From");
}

}  // namespace msa
