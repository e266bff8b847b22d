// add_message_id: a message without Message-ID gets one (RFC 6409, 8.3; RFC 5322, 3.6.4).
#include "checks/new_message_id.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

struct AddMessageId final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("Message-ID") != 0) {
            return {};
        }
        return {{.what = "no Message-ID field",
                 .reply = {554, "5.6.0", "A Message-ID field is needed"},
                 .repair = {{FieldChange::Kind::append, "Message-ID", ' ' + new_message_id(at)}}}};
    }
};

}  // namespace

CheckKind add_message_id() {
    return Describe<AddMessageId>("add_message_id", "RFC 6409, 8.3",
                                  "A missing Message-ID is added.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
