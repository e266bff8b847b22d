#include "submission/address_readings.h"

namespace msa {

AddressReading::AddressReading(std::string_view field_body)
    : list_(parse_address_list(field_body)) {
    if (!list_) {
        return;
    }
    mailboxes_.reserve(list_->size());
    for (const auto& address : *list_) {
        if (const auto* mailbox = std::get_if<Mailbox>(&address)) {
            mailboxes_.push_back(mailbox);
            continue;
        }
        has_group_ = true;
        for (const auto& member : std::get<Group>(address).members) {
            mailboxes_.push_back(&member);
        }
    }
}

Result<Mailboxes> AddressReading::mailboxes() const {
    return list_ ? Result<Mailboxes>(mailboxes_) : list_.error();
}

Result<Mailboxes> AddressReading::mailboxes_without_groups() const {
    return has_group_ ? Error{"a group where only addresses may stand", ErrorKind::bad_input}
                      : mailboxes();
}

const AddressReading& AddressReadings::of(std::string_view field_body) const {
    const auto found = readings_.find(field_body);
    return found != readings_.end()
               ? found->second
               : readings_.try_emplace(std::string(field_body), field_body).first->second;
}

Result<const Mailbox*> AddressReadings::mailbox_of(std::string_view field_body) const {
    const auto mailboxes = of(field_body).mailboxes_without_groups();
    if (mailboxes && mailboxes->size() == 1) {
        return mailboxes->front();
    }
    const auto refused = parse_mailbox(field_body);  // says best what is wrong
    return refused ? Error{"no mailbox", ErrorKind::bad_input} : refused.error();
}

}  // namespace msa
