#include "checks/address_fields.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

const std::vector<AddressField>& address_fields() {
    using Form = AddressField::Form;
    static const std::vector<AddressField> fields{
        {"From", Form::address_list, true},        {"Resent-From", Form::address_list, true},
        {"Resent-Sender", Form::mailbox, true},    {"Sender", Form::mailbox, true},
        {"Reply-To", Form::address_list, false},   {"To", Form::address_list, false},
        {"Cc", Form::address_list, false},         {"Bcc", Form::address_list, false},
        {"Resent-To", Form::address_list, false},  {"Resent-Cc", Form::address_list, false},
        {"Resent-Bcc", Form::address_list, false},
    };
    return fields;
}

bool is_address_field(std::string_view name) {
    const auto& fields = address_fields();
    return std::any_of(fields.begin(), fields.end(),
                       [name](const AddressField& field) { return same_name(field.name, name); });
}

bool is_blank_value(std::string_view value) {
    return value.find_first_not_of(" \t\n") == std::string_view::npos;
}

Result<Mailboxes> mailboxes_of(const AddressReadings& readings, const AddressField& field,
                               std::string_view value) {
    if (!field.is_originator && is_blank_value(value)) {
        return Mailboxes();
    }
    if (field.form == AddressField::Form::mailbox) {
        if (const auto mailbox = readings.mailbox_of(value); !mailbox) {
            return mailbox.error();
        }
    }
    return readings.of(value).mailboxes();
}

Findings first_finding(
    const HeadersStage& at,
    const std::function<Findings(const AddressField&, const HeaderField&)>& look) {
    for (const auto& kind : address_fields()) {
        for (std::size_t nth = 1; const auto* field = at.headers->find(kind.name, nth); ++nth) {
            if (auto findings = look(kind, *field); !findings.empty()) {
                return findings;
            }
        }
    }
    return {};
}

}  // namespace msa
