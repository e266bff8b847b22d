// remove_bcc: one message goes to all recipients, so blind ones must not be named in it
// (RFC 5322, 3.6.3; RFC 5321, 7.2).
#include "policy/check_kind.h"

namespace msa {
namespace {

struct RemoveBcc final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        for (const char* name : {"Bcc", "Resent-Bcc"}) {
            if (at.headers->count(name) != 0) {
                findings.push_back(
                    {.what = std::string(name) + " field",
                     .reply = {554, "5.6.0", "A " + std::string(name) + " field is not accepted"},
                     .repair = {{FieldChange::Kind::remove_all, name, {}}}});
            }
        }
        return findings;
    }
};

}  // namespace

CheckKind remove_bcc() {
    return Describe<RemoveBcc>(
               "remove_bcc", "RFC 5322, 3.6.3",
               "Bcc and Resent-Bcc are removed, so that blind recipients stay hidden.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa
