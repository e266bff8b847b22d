// add_to: a message that names no recipient gets an empty group in To. No standard asks for it, but
// old programs stumble over mail without a destination (RFC 5322, 3.6.3; RFC 822, C.3.4). The
// envelope's recipients are never named.
#include "policy/check_kind.h"

namespace msa {
namespace {

struct AddTo final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("To") != 0 || at.headers->count("Cc") != 0) {
            return {};
        }
        return {{.what = "no To and no Cc field",
                 .reply = {554, "5.6.0", "A To field is needed"},
                 .repair = {{FieldChange::Kind::append, "To", " undisclosed-recipients:;"}}}};
    }
};

}  // namespace

CheckKind add_to() {
    return Describe<AddTo>("add_to", "RFC 5322, 3.6.3",
                           "A message without To and Cc gets `To: undisclosed-recipients:;`.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
