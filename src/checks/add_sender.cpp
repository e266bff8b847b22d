// add_sender: Sender shows who submits where From does not: on behalf of somebody, or several
// authors (RFC 6409, 8.1; RFC 5322, 3.6.2). The address in it must be valid, so it comes from the
// rule file.
#include "base/text.h"
#include "checks/submitter.h"
#include "mail/address.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct AddSender final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto* from = at.headers->find("From");
        const bool is_readable = from != nullptr && at.addresses.of(from->value).list();
        // What was resent keeps its fields: Resent-From and Resent-Sender show the identity there.
        if (!is_readable || at.headers->count("Sender") != 0 || !at.identity() ||
            from_shows_submitter(at) || is_resent_by_submitter(at)) {
            return {};
        }
        auto sender = sender_of_submitter(at);
        if (auto* finding = std::get_if<Finding>(&sender)) {
            return {std::move(*finding)};
        }
        return {{.what = "From does not show the identity " + printable(at.identity()->login),
                 .reply = {550, "5.7.1", "A Sender field is needed"},
                 .repair = {{FieldChange::Kind::append, "Sender", std::get<std::string>(sender)}}}};
    }
};

}  // namespace

CheckKind add_sender() {
    return Describe<AddSender>(
               "add_sender", "RFC 6409, 8.1",
               "Sender names the identity if From is somebody else's or names several authors.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
