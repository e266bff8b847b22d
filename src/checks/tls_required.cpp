// tls_required: "TLS-Required: No" of a user asks every relay to deliver rather than to insist on
// TLS (RFC 8689, 5), which switches off DANE and MTA-STS in those that follow it, such as Postfix
// 3.10. A site may have promised more than its users may give away.
#include "policy/check_kind.h"

namespace msa {
namespace {

struct TlsRequired final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("TLS-Required") == 0) {
            return {};
        }
        // Whatever it says: "No" is its only value, and a relay may be lax in reading it.
        return {{.what = "TLS-Required field",
                 .reply = {550, "5.7.0", "A TLS-Required field is not accepted here"},
                 .repair = {{FieldChange::Kind::remove_all, "TLS-Required", {}}}}};
    }
};

}  // namespace

CheckKind tls_required() {
    return Describe<TlsRequired>("tls_required", "RFC 8689, 5",
                                 "No client tells relays to do without TLS; with \"repair\", the "
                                 "field is removed.")
        .action(Action::log)
        .repairs()
        .replies("550 5.7.0 A TLS-Required field is not accepted here");
}

}  // namespace msa
