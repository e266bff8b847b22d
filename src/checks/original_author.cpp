#include "checks/original_author.h"

#include "mail/address.h"
#include "mail/domain.h"
#include "mail/organizational_domain.h"
#include "mail/resent.h"
#include "policy/resending.h"

#include <algorithm>

namespace msa {

namespace {

std::string organization(const AddrSpec& address) {
    const auto domain = a_labels(address.domain);
    return domain ? organizational_domain(*domain) : address.domain;
}

/// A Sender of the house must be the identity's own, resent or not.
bool is_sender_of_the_house(const HeadersStage& at) {
    const auto* field = at.headers->find("Sender");
    const auto sender = at.addresses.mailbox_of(field == nullptr ? "" : field->value);
    const auto blocks = resent_blocks(at.headers);
    const auto* from = blocks.empty() ? nullptr : blocks.front().find("Resent-From");
    const auto resenders =
        at.addresses.of(from == nullptr ? "" : from->value).mailboxes_without_groups();
    return !sender || !resenders || at.headers->count("Sender") != 1 ||
           std::any_of(resenders->begin(), resenders->end(), [&](const Mailbox* resender) {
               return organization(resender->address) == organization((*sender)->address);
           });
}

}  // namespace

bool is_left_to_its_author(const HeadersStage& at, std::string_view field) {
    if (field == "From" || field == "Reply-To") {
        return is_from_others(at) && is_resent_by_submitter(at);
    }
    return field == "Sender" && !is_sender_of_the_house(at) && is_resent_by_submitter(at);
}

}  // namespace msa
