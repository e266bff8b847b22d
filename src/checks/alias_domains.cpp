// alias_domains: a domain that is another name of a domain becomes that domain (RFC 6409, 8.7).
// Only what the table lists is replaced: an alias found in DNS says nothing about mail.
#include "checks/readdressing.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

constexpr ReplyCodes codes{550, "5.7.0"};

struct AliasDomains final : Check {
    std::shared_ptr<const Table> table;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        return readdress_sender(at, instead(at.lookups()), codes);
    }
    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        return readdress_recipient(at, instead(at.lookups()), codes);
    }
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return readdress_fields(at, AddressFields::all, instead(at.lookups()), codes);
    }

private:
    [[nodiscard]] Readdress instead(const Lookups& lookups) const {
        return [this, &lookups](const AddrSpec& address) -> Result<std::optional<AddrSpec>> {
            const auto labels = a_labels(address.domain);
            if (table == nullptr || !labels) {
                return std::optional<AddrSpec>();
            }
            auto domain = domain_in(lookups, *table, *labels);
            if (!domain) {
                return domain.error();
            }
            return *domain ? std::optional(AddrSpec{address.local_part, **domain}) : std::nullopt;
        };
    }
};

}  // namespace

CheckKind alias_domains() {
    return Describe<AliasDomains>(
               "alias_domains", "RFC 6409, 8.7",
               "Domains that the table lists are replaced in envelope and header.")
        .action(Action::off)
        .repairs()
        .may_stay_when_resent()
        .table("table", &AliasDomains::table,
               "A table from a domain, in lower-case A-labels, to the domain to use instead.");
}

}  // namespace msa
