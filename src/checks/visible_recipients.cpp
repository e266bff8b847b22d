// visible_recipients: how many strangers are shown to each other in To and Cc. A mailing to
// customers with everybody in To is the commonest way to give away personal data by mail.
#include "base/text.h"
#include "checks/address_fields.h"
#include "mail/address_key.h"
#include "mail/address_pattern.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

/// A domain, or `.domain` for those below it, as AddressPattern takes it behind its `@`.
Result<AddressPattern> hosted_domain(std::string_view text) {
    if (text.find('@') != std::string_view::npos) {
        return Error{"'" + printable(text) + "' is not a domain", ErrorKind::bad_config};
    }
    return AddressPattern::parse('@' + std::string(text));
}

struct VisibleRecipients final : Check {
    std::int64_t maximum = 20;
    bool domains = false;
    std::vector<AddressPattern> hosted_domains;

    [[nodiscard]] bool is_hosted(const std::string& key) const {
        return std::any_of(hosted_domains.begin(), hosted_domains.end(),
                           [&](const AddressPattern& each) { return each.matches(key); });
    }

    /// What cannot be read is refused by address_syntax, or the site wants it let through.
    void count(const HeadersStage& at, const AddressField& kind,
               std::set<std::string>& seen) const {
        for (std::size_t nth = 1; const auto* field = at.headers->find(kind.name, nth); ++nth) {
            const auto mailboxes = mailboxes_of(at.addresses, kind, field->value);
            if (!mailboxes) {
                continue;
            }
            for (const Mailbox* mailbox : *mailboxes) {
                const auto key = address_key(mailbox->address);
                if (key && !is_hosted(*key)) {
                    seen.insert(domains ? std::string(domain_of(*key)) : *key);
                }
            }
        }
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        std::set<std::string> seen;
        for (const auto& kind : address_fields()) {
            if (kind.name == "To" || kind.name == "Cc") {
                count(at, kind, seen);
            }
        }
        if (seen.size() <= static_cast<std::size_t>(maximum)) {
            return {};
        }
        const std::string shown =
            std::to_string(seen.size()) + (domains ? " foreign domains" : " foreign addresses");
        return {
            {.what = shown + " in To and Cc",
             .reply = {550, "5.7.0",
                       "Too many recipients would see each other (" + shown + " in To and Cc, " +
                           std::to_string(maximum) + " allowed): use Bcc"}}};
    }
};

}  // namespace

CheckKind visible_recipients() {
    return Describe<VisibleRecipients>("visible_recipients", "RFC 6409, 6.3; RFC 5322, 3.6.3",
                                       "To and Cc together show no more foreign addresses than the "
                                       "limit; the others belong in Bcc.")
        .action(Action::off)
        .option<std::int64_t>("maximum", &VisibleRecipients::maximum,
                              "How many, each counted once.", between(1, 1000000))
        .option<bool>("domains", &VisibleRecipients::domains,
                      "Counts the domains of foreign addresses instead of the addresses.")
        .list("hosted_domains", &VisibleRecipients::hosted_domains, {}, hosted_domain,
              "Domains that are not foreign: \"example.com\"; \".example.com\": those below it.")
        .replies(
            "550 5.7.0 Too many recipients would see each other (31 foreign addresses in To and "
            "Cc, 20 allowed): use Bcc");
}

}  // namespace msa
