// remove_received: takes out the Received fields that came with the message, and with them the
// names and addresses of the user's own network. That is against the letter of RFC 5321, 4.4 (trace
// is not to be changed), so a site must ask for it. The MTA's own is never among them.
#include "policy/check_kind.h"

namespace msa {
namespace {

struct RemoveReceived final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto hops = at.headers->count("Received");
        if (hops == 0) {
            return {};
        }
        return {{.what = std::to_string(hops) + " Received fields",
                 .reply = {554, "5.6.0", "A Received field is not accepted"},
                 .repair = {{FieldChange::Kind::remove_all, "Received", {}}}}};
    }
};

}  // namespace

CheckKind remove_received() {
    return Describe<RemoveReceived>(
               "remove_received", "RFC 5321, 4.4",
               "With \"repair\", Received fields that came with the message are removed, for "
               "privacy and against the letter of the standard.")
        .action(Action::off)
        .repairs()
        .may_stay_when_resent();
}

}  // namespace msa
