// tidy_field_names: a blank between an originator field's name and its colon is obsolete, and some
// readers do not see such a field (RFC 5322, 4.5; RFC 7103, 7.4). The field is written anew.
#include "checks/address_fields.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct TidyFieldNames final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const auto& kind : address_fields()) {
            for (std::size_t nth = 1; const auto* field = at.headers->find(kind.name, nth); ++nth) {
                if (kind.is_originator && field->name != bare_name(field->name)) {
                    findings.push_back(rewritten(*field, nth));
                }
            }
        }
        return findings;
    }

private:
    static Finding rewritten(const HeaderField& field, std::size_t nth) {
        const std::string name(bare_name(field.name));
        return {.what = "blank between " + name + " and its colon",
                .reply = {554, "5.6.0", "Blank between " + name + " and its colon"},
                .repair = {{FieldChange::Kind::replace, name, field.value, nth}}};
    }
};

}  // namespace

CheckKind tidy_field_names() {
    return Describe<TidyFieldNames>(
               "tidy_field_names", "RFC 5322, 4.5",
               "From, Sender and their Resent forms are written without a blank before the colon.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
