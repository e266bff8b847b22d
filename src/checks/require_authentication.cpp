// require_authentication: MAIL only from those who proved who they are (RFC 6409, 4.3). Where the
// rule file opens postmaster to everybody, that is asked of each recipient instead (6.4).
#include "policy/check_kind.h"

namespace msa {
namespace {

/// The text tells a stranger nothing about accounts or addresses (RFC 6409, 9).
Finding unauthenticated() {
    return {.what = "the client is not authenticated",
            .reply = {530, "5.7.0", "Authentication required"}};
}

struct RequireAuthentication final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (at.identity() || at.identities().opens_postmaster()) {
            return {};
        }
        return {unauthenticated()};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.identity() || !at.identities().opens_postmaster() ||
            at.identities().is_open(at.recipient)) {
            return {};
        }
        return {unauthenticated()};
    }
};

}  // namespace

CheckKind require_authentication() {
    return Describe<RequireAuthentication>(
               "require_authentication", "RFC 6409, 4.3",
               "MAIL is accepted only from a client whose identity is proved.")
        .replies("530 5.7.0 Authentication required");
}

}  // namespace msa
