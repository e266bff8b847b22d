// account_state: who may log in need not be entitled to submit; a disabled account is told so at
// MAIL (RFC 5068, 3.1; RFC 5248, 2.4).
#include "base/text.h"
#include "policy/check_kind.h"
#include "policy/ports.h"

namespace msa {
namespace {

struct AccountState final : Check {
    std::vector<std::string> disabled;
    std::shared_ptr<const Table> table;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (!at.identity) {
            return {};
        }
        const auto& login = at.identity->login;
        auto is_disabled = Result<bool>(at.groups.any_means(disabled, login));
        if (!*is_disabled) {
            is_disabled = in_table(at, login);
        }
        if (!is_disabled) {
            return {cannot_tell("state of account " + printable(login) + ": " +
                                is_disabled.error().what)};
        }
        if (!*is_disabled) {
            return {};
        }
        return {{.what = "account " + printable(login) + " is disabled",
                 .reply = {525, "5.7.13", "This account is disabled"},
                 .repair = {}}};
    }

private:
    [[nodiscard]] Result<bool> in_table(const MailStage& at, std::string_view login) const {
        if (!table) {
            return false;
        }
        for (const auto spelling : at.groups.spellings(login)) {
            const auto& answer = at.lookups.ask(*table, spelling);
            if (!answer) {
                return answer.error();
            }
            if (answer->found) {
                return true;
            }
        }
        return false;
    }
};

}  // namespace

CheckKind account_state() {
    return Describe<AccountState>("account_state", "RFC 5068, 3.1; RFC 5248, 2.4",
                                  "The account of the identity is not disabled.")
        .logins("disabled", &AccountState::disabled, "Logins and groups that may not submit.")
        .table("table", &AccountState::table,
               "A table of further ones: a login that it knows is disabled, whatever its value.")
        .replies("525 5.7.13 This account is disabled");
}

}  // namespace msa
