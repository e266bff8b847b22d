#include "checks/submitter.h"

#include "base/text.h"

namespace msa {

bool from_shows_submitter(const HeadersStage& at) {
    const auto* from = at.headers->find("From");
    const auto authors = at.addresses.of(from == nullptr ? "" : from->value).mailboxes();
    return authors && authors->size() == 1 &&
           at.rights().to_use(authors->front()->address, "From").kind == Right::Kind::owner;
}

bool is_from_a_stranger(const HeadersStage& at) {
    return !at.identity() && at.identities().are_open(at.recipients);
}

std::variant<std::string, Finding> sender_of_submitter(const HeadersStage& at) {
    if (!at.identity()) {
        return cannot_tell("no identity to name in Sender");
    }
    const auto own = at.rights().own_address();
    if (!own) {
        return cannot_tell(own.error().what);
    }
    if (!*own) {
        return cannot_tell("no address names the identity " + printable(at.identity()->login) +
                           "; give one in [owners] primary");
    }
    return ' ' + to_text(**own);
}

}  // namespace msa
