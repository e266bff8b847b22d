// tidy_recipients: lists of recipients with a trailing comma, an `@` in a name and the like come
// from honest programs and have one reading; they are written as RFC 5322, 3.4 has them. Never From
// or Sender: who writes is not for us to guess.
#include "checks/address_fields.h"
#include "checks/field_faults.h"
#include "mail/tidy_list.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

bool holds_recipients(std::string_view field_name) {
    const auto& fields = address_fields();
    return std::any_of(fields.begin(), fields.end(), [field_name](const AddressField& field) {
        return !field.is_originator && field.name.size() == field_name.size() &&
               same_name(field.name, field_name);
    });
}

struct TidyRecipients final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return field_faults(at, [&at](const HeaderField& field) -> std::optional<FieldFault> {
            if (!holds_recipients(bare_name(field.name)) || at.addresses.of(field.value).list()) {
                return std::nullopt;
            }
            auto tidy = tidy_list(field.value);
            if (!tidy) {
                return std::nullopt;
            }
            const std::string name(bare_name(field.name));
            return FieldFault{
                .finding = {.what = "untidy list of addresses in " + name,
                            .reply = {554, "5.1.3",
                                      "Bad list of addresses in " + name +
                                          ": one comma between addresses, special characters of "
                                          "names in quotes"}},
                .mended = std::move(tidy)};
        });
    }
};

}  // namespace

CheckKind tidy_recipients() {
    return Describe<TidyRecipients>(
               "tidy_recipients", "RFC 5322, 3.4",
               "Lists of recipients with one reading are written by the grammar: no empty members, "
               "commas for semicolons, names with `@` quoted; never From or Sender.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies(
            "554 5.1.3 Bad list of addresses in To: one comma between addresses, special "
            "characters of names in quotes");
}

}  // namespace msa
