// remove_identical_sender: a Sender that says what a single From says should not be there
// (RFC 5322, 3.6.2).
#include "mail/address.h"
#include "mail/address_key.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

bool same_mailbox(const AddrSpec& a, const AddrSpec& b) {
    const auto key_a = address_key(a);
    const auto key_b = address_key(b);
    return key_a && key_b && *key_a == *key_b;
}

struct RemoveIdenticalSender final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto* from = at.headers->find("From");
        const auto* field = at.headers->find("Sender");
        if (from == nullptr || field == nullptr) {
            return {};
        }
        const auto author = at.addresses.mailbox_of(from->value);
        const auto sender = at.addresses.mailbox_of(field->value);
        if (!author || !sender || !same_mailbox((*author)->address, (*sender)->address)) {
            return {};
        }
        return {{.what = "Sender is the single author",
                 .reply = {550, "5.7.0", "A Sender identical to From is not accepted here"},
                 .repair = {{FieldChange::Kind::remove, "Sender", {}}}}};
    }
};

}  // namespace

CheckKind remove_identical_sender() {
    return Describe<RemoveIdenticalSender>("remove_identical_sender", "RFC 5322, 3.6.2",
                                           "A Sender that repeats a single From is removed.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
