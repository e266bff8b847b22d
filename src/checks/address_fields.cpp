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

Result<std::vector<Mailbox>> mailboxes_of(const AddressReadings& readings,
                                          const AddressField& field, std::string_view value) {
    std::vector<Mailbox> mailboxes;
    if (!field.is_originator && is_blank_value(value)) {
        return mailboxes;
    }
    if (field.form == AddressField::Form::mailbox) {
        auto mailbox = parse_mailbox(value);
        if (!mailbox) {
            return mailbox.error();
        }
        mailboxes.push_back(*std::move(mailbox));
        return mailboxes;
    }
    const auto& list = readings.of(value);
    if (!list) {
        return list.error();
    }
    return all_mailboxes(*list);
}

Findings first_finding(
    const HeadersStage& at,
    const std::function<Findings(const AddressField&, const HeaderField&)>& look) {
    for (const auto& kind : address_fields()) {
        for (const auto& field : at.headers.fields()) {
            if (!same_name(field.name, kind.name)) {
                continue;
            }
            if (auto findings = look(kind, field); !findings.empty()) {
                return findings;
            }
        }
    }
    return {};
}

}  // namespace msa
