// remove_empty_fields: a To, Cc, Reply-To or Sender that names nobody is not legal (RFC 5322, 3.6.2
// and 3.6.3), says nothing, and comes from honest programs; it is taken out. Never a From.
#include "checks/address_fields.h"
#include "mail/nobody.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding empty_field(std::string_view name, std::size_t nth) {
    return {.what = "empty " + std::string(name) + " field",
            .reply = {554, "5.1.3", "The field " + std::string(name) + " is empty"},
            .repair = {{FieldChange::Kind::remove, std::string(name), {}, nth}}};
}

struct RemoveEmptyFields final : Check {
    bool blank_only = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const std::string_view name :
             {"To", "Cc", "Reply-To", "Resent-To", "Resent-Cc", "Sender"}) {
            // From the last to the first: a number must not change before it is used.
            for (auto nth = at.headers->count(name); nth > 0; --nth) {
                if (is_empty(name, at.headers->find(name, nth)->value)) {
                    findings.push_back(empty_field(name, nth));
                }
            }
        }
        return findings;
    }

private:
    [[nodiscard]] bool is_empty(std::string_view name, std::string_view value) const {
        return blank_only ? name != "Sender" && is_blank_value(value) : names_nobody(value);
    }
};

}  // namespace

CheckKind remove_empty_fields() {
    return Describe<RemoveEmptyFields>(
               "remove_empty_fields", "RFC 5322, 3.6.3",
               "A To, Cc, Reply-To or Sender that names nobody (`<>`, `\"Alice\" <>`) is removed.")
        .action(Action::repair)
        .option(
            "blank_only", &RemoveEmptyFields::blank_only,
            "Remove only a To, Cc or Reply-To without any text; the other checks judge the rest.")
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
