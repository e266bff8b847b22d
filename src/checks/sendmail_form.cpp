// sendmail_form: behind Sendmail, address fields stand as it will write them anyway: what is signed
// is what leaves (RFC 6376, 5.3).
#include "mail/sendmail_form.h"

#include "base/text.h"
#include "checks/address_fields.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct SendmailFormCheck final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        if (at.session.host != MtaKind::sendmail) {
            return findings;
        }
        for (const auto& kind : address_fields()) {
            for (std::size_t nth = 1; const auto* field = at.headers->find(kind.name, nth); ++nth) {
                auto form = sendmail_form(field->value);
                if (form && form->value != field->value) {
                    findings.push_back(rewritten(*field, nth, std::move(form->value)));
                }
            }
        }
        return findings;
    }

private:
    static Finding rewritten(const HeaderField& field, std::size_t nth, std::string value) {
        const std::string name(bare_name(field.name));
        return {.what = "Sendmail would write " + name + " anew",
                .reply = {554, "5.6.0", "Sendmail would write " + name + " anew"},
                .repair = {{FieldChange::Kind::replace, name, std::move(value), nth}}};
    }
};

}  // namespace

CheckKind sendmail_form() {
    return Describe<SendmailFormCheck>(
               "sendmail_form", "RFC 6376, 5.3",
               "With Sendmail, address fields are written as it would rewrite them after the "
               "signature: blanks after commas, names with `.` or `'` quoted.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("554 5.6.0 Sendmail would write From anew");
}

}  // namespace msa
