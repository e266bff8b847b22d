// account_state: who may log in need not be entitled to submit; a disabled or suspended account is
// told so at MAIL (RFC 5068, 3.1; RFC 5248, 2.4).
#include "base/text.h"
#include "policy/check_kind.h"
#include "policy/suspended_reply.h"
#include "submission/ports.h"
#include "submission/suspensions.h"

#include <optional>

namespace msa {
namespace {

struct AccountState final : Check {
    std::vector<std::string> disabled;
    std::shared_ptr<const Table> table;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (!at.identity()) {
            return {};
        }
        const std::string account = "account " + printable(at.identity()->login);
        if (at.suspension != nullptr) {
            return {{.what = account + " is suspended by " + printable(at.suspension->by),
                     .reply = suspended_reply()}};
        }
        const auto reason = reason_of(at);
        if (!reason) {
            return {cannot_tell("state of " + account + ": " + reason.error().what)};
        }
        if (!*reason) {
            return {};
        }
        return {{.what = account + " is disabled" + **reason,
                 .reply = {525, "5.7.13", "This account is disabled"}}};
    }

private:
    /// Why it is disabled, with a colon in front, perhaps empty; absent: it is not.
    [[nodiscard]] Result<std::optional<std::string>> reason_of(const MailStage& at) const {
        const auto is_listed = at.groups().any_means(disabled);
        if (!is_listed) {
            return is_listed.error();
        }
        if (*is_listed) {
            return std::optional<std::string>("");
        }
        for (const auto spelling :
             table ? at.groups().spellings() : std::vector<std::string_view>()) {
            const auto& answer = at.lookups().ask(*table, spelling);
            if (!answer) {
                return answer.error();
            }
            if (answer->found) {
                return std::optional(answer->values.empty()
                                         ? std::string()
                                         : ": " + printable(join(answer->values, " ")));
            }
        }
        return std::optional<std::string>();
    }
};

}  // namespace

CheckKind account_state() {
    return Describe<AccountState>("account_state", "RFC 5068, 3.1; RFC 5248, 2.4",
                                  "The account of the identity is neither disabled nor suspended.")
        .logins("disabled", &AccountState::disabled, "Logins and groups that may not submit.")
        .table("table", &AccountState::table,
               "A table of more logins: a login that it knows is disabled, whatever its value, "
               "which is "
               "recorded as the reason.")
        .replies("525 5.7.13 This account is disabled");
}

}  // namespace msa
