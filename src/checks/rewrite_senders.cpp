// rewrite_senders: own addresses that the table lists become others (RFC 6409, 8.8), such as a
// login's address the public one: in MAIL FROM and in the fields that name the sending side.
// Recipients are never rewritten (RFC 5321, 2.4). Rights are judged behind it, for the new address.
#include "base/text.h"
#include "checks/readdressing.h"
#include "mail/address_key.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

constexpr ReplyCodes codes{550, "5.7.0"};

struct RewriteSenders final : Check {
    std::shared_ptr<const Table> table;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        return readdress_sender(at, instead(at.lookups()), codes);
    }
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return readdress_fields(at, AddressFields::of_sender, instead(at.lookups()), codes);
    }

private:
    [[nodiscard]] Readdress instead(const Lookups& lookups) const {
        return [this, &lookups](const AddrSpec& address) -> Result<std::optional<AddrSpec>> {
            const auto key = address_key(address);
            if (table == nullptr || !key) {
                return std::optional<AddrSpec>();
            }
            const auto& answer = lookups.ask(*table, *key);
            if (!answer) {
                return answer.error();
            }
            if (!answer->found) {
                return std::optional<AddrSpec>();
            }
            auto other = parse_addr_spec(answer->values.size() == 1 ? answer->values.front() : "");
            if (!other) {
                return Error{"the table's value for " + printable(*key) + " is not one address"};
            }
            return std::optional(*std::move(other));
        };
    }
};

}  // namespace

CheckKind rewrite_senders() {
    return Describe<RewriteSenders>(
               "rewrite_senders", "RFC 6409, 8.8",
               "Sender addresses that the table lists are replaced in MAIL FROM, From, Sender and "
               "Reply-To.")
        .action(Action::off)
        .repairs()
        .may_stay_when_resent()
        .table("table", &RewriteSenders::table,
               "A table from an address to the address to use instead.");
}

}  // namespace msa
