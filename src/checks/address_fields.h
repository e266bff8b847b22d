// The header fields that hold addresses, and the codes for what is wrong in them.
#pragma once

#include "mail/address.h"
#include "policy/stages.h"
#include "submission/finding.h"

#include <functional>
#include <string_view>
#include <vector>

namespace msa {

struct AddressField {
    enum class Form { mailbox, mailbox_list, address_list };
    std::string_view name;
    Form form;
    bool is_originator;  // says who sends: From, Sender, Resent-From, Resent-Sender

    /// 5.1.7 and 5.1.8 speak of the sender's address, 5.1.3 and 5.1.2 of a recipient's (RFC 3463).
    [[nodiscard]] std::string_view syntax_code() const { return is_originator ? "5.1.7" : "5.1.3"; }
    [[nodiscard]] std::string_view domain_code() const { return is_originator ? "5.1.8" : "5.1.2"; }
};

/// In the order in which they are judged: originators first.
[[nodiscard]] const std::vector<AddressField>& address_fields();
[[nodiscard]] bool is_address_field(std::string_view name);

/// Nothing but blanks and folds.
[[nodiscard]] bool is_blank_value(std::string_view value);

/// The mailboxes of a field, members of groups included, or what is wrong with its syntax. A field
/// that does not say who sends may be empty: Bcc by the grammar (RFC 5322, 3.6.3), of the others
/// remove_empty_fields takes care.
[[nodiscard]] Result<Mailboxes> mailboxes_of(const AddressReadings& readings,
                                             const AddressField& field, std::string_view value);

/// Calls `look` for each address field that is there, until one call finds something.
[[nodiscard]] Findings first_finding(
    const HeadersStage& at,
    const std::function<Findings(const AddressField&, const HeaderField&)>& look);

}  // namespace msa
