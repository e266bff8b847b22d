// expand_domains: an address with a short domain, or with none, gets the full one that the rule
// file names for it (RFC 6409, 4.2 and 8: single-label names are expanded by configured rules
// only). Names of several labels are never expanded: they are refused as they are.
#include "base/text.h"
#include "checks/readdressing.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

constexpr ReplyCodes codes{554, "5.1.2"};

Result<void> is_domain_or_empty(const std::string& domain) {
    if (domain.empty() || (a_labels(domain) && is_fully_qualified(domain))) {
        return {};
    }
    return Error{"is not a fully qualified domain", ErrorKind::bad_config};
}

struct ExpandDomains final : Check {
    std::string domain;
    std::shared_ptr<const Table> table;

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        return readdress_sender(at, instead(at.lookups()), codes);
    }
    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        const auto incomplete = ends_with_short_name(at.lookups(), at.recipient->path);
        if (!incomplete) {
            return {cannot_tell(incomplete.error().what)};
        }
        if (*incomplete) {
            return {{.what = "RCPT TO: " + printable(at.recipient->argument) +
                             " ends with a short domain",
                     .reply = {codes.basic, codes.enhanced,
                               "The domain of " + printable(to_text(at.recipient->path->address)) +
                                   " in RCPT TO is not fully qualified"}}};
        }
        return readdress_recipient(at, instead(at.lookups()), codes);
    }
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return readdress_fields(at, AddressFields::all, instead(at.lookups()), codes);
    }

private:
    /// Several labels, the last of which stands for a domain: `mail.sales`.
    [[nodiscard]] Result<bool> ends_with_short_name(const Lookups& lookups,
                                                    const std::optional<Path>& path) const {
        const auto dot = path ? path->address.domain.rfind('.') : std::string::npos;
        if (table == nullptr || dot == std::string::npos || path->address.domain.front() == '[') {
            return false;
        }
        const auto full =
            domain_in(lookups, *table, ascii_lower(path->address.domain.substr(dot + 1)));
        return full ? Result<bool>(full->has_value()) : full.error();
    }
    [[nodiscard]] Readdress instead(const Lookups& lookups) const {
        return [this, &lookups](const AddrSpec& address) -> Result<std::optional<AddrSpec>> {
            auto full = full_domain(lookups, address.domain);
            if (!full) {
                return full.error();
            }
            return *full ? std::optional(AddrSpec{address.local_part, **full}) : std::nullopt;
        };
    }
    [[nodiscard]] Result<std::optional<std::string>> full_domain(const Lookups& lookups,
                                                                 const std::string& given) const {
        if (given.empty()) {
            return domain.empty() ? std::nullopt : std::optional(domain);
        }
        if (table == nullptr || given.find('.') != std::string::npos || given.front() == '[') {
            return std::optional<std::string>();
        }
        return domain_in(lookups, *table, ascii_lower(given));
    }
};

}  // namespace

CheckKind expand_domains() {
    return Describe<ExpandDomains>(
               "expand_domains", "RFC 6409, 4.2 and 8",
               "Addresses of envelope and header with a short domain, or with none, are completed.")
        .action(Action::off)
        .repairs()
        .may_stay_when_resent()
        .option<std::string>("domain", &ExpandDomains::domain,
                             "Completes addresses without a domain; empty: they are refused.",
                             is_domain_or_empty)
        .table("table", &ExpandDomains::table,
               "A table from a single label to the domain that it stands for.")
        .replies("554 5.1.2 Write bob@sales.example.com instead of bob@sales in RCPT TO");
}

}  // namespace msa
