// add_sender: Sender shows who submits where From does not: on behalf of somebody, or several
// authors (RFC 6409, 8.1; RFC 5322, 3.6.2). The address in it must be valid, so it comes from the
// rule file.
#include "base/text.h"
#include "mail/address.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

/// From is exactly one mailbox, and the identity's own.
bool from_shows_identity(const std::vector<Mailbox>& authors, const Rights& rights) {
    return authors.size() == 1 && rights.to_use(authors.front().address).kind == Right::Kind::owner;
}

struct AddSender final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers.count("From") != 1 || at.headers.count("Sender") != 0 || !at.identity) {
            return {};
        }
        const auto authors = parse_mailbox_list(at.headers.find("From")->value);
        if (!authors || from_shows_identity(*authors, at.rights)) {
            return {};
        }
        const auto own = at.rights.own_address();
        if (!own) {
            return {cannot_tell(own.error().what)};
        }
        if (!*own) {
            return {cannot_tell("no address names the identity " + printable(at.identity->login) +
                                "; give one in [owners] primary")};
        }
        return {{.what = "From does not show the identity " + printable(at.identity->login),
                 .reply = {550, "5.7.1", "A Sender field is needed"},
                 .repair = {{FieldChange::Kind::append, "Sender", ' ' + to_text(**own)}}}};
    }
};

}  // namespace

CheckKind add_sender() {
    return Describe<AddSender>(
               "add_sender", "RFC 6409, 8.1",
               "Sender names the identity where From is somebody else's or names several authors.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
