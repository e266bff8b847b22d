// remove_empty_fields: a To, Cc or Reply-To without an address is not legal (RFC 5322, 3.6.3), says
// nothing, and comes from honest programs; it is taken out.
#include "checks/address_fields.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding empty_field(std::string_view name, std::size_t nth) {
    return {.what = "empty " + std::string(name) + " field",
            .reply = {554, "5.1.3", "The field " + std::string(name) + " is empty"},
            .repair = {{FieldChange::Kind::remove, std::string(name), {}, nth}}};
}

struct RemoveEmptyFields final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const char* name : {"To", "Cc", "Reply-To", "Resent-To", "Resent-Cc"}) {
            // From the last to the first: a number must not change before it is used.
            for (auto nth = at.headers.count(name); nth > 0; --nth) {
                if (is_blank_value(at.headers.find(name, nth)->value)) {
                    findings.push_back(empty_field(name, nth));
                }
            }
        }
        return findings;
    }
};

}  // namespace

CheckKind remove_empty_fields() {
    return Describe<RemoveEmptyFields>("remove_empty_fields", "RFC 5322, 3.6.3",
                                       "A To, Cc or Reply-To without an address is removed.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
