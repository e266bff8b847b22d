// domain_dns: DNS says that mail for the domain can be delivered (RFC 5321, 2.3.5 and 5.1; RFC
// 7505). MTAs do this too (reject_unknown_sender_domain and its like), so it is off unless asked
// for.
#include "base/text.h"
#include "mail/address.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

enum class State { deliverable, takes_no_mail, missing };

/// `MX 0 .` and nothing beside it (RFC 7505, 3).
bool is_null_mx(const std::vector<DnsRecord>& records) {
    return std::all_of(records.begin(), records.end(),
                       [](const DnsRecord& each) { return each.value == "."; });
}

/// An MX, or where there is none an address (RFC 5321, 5.1).
Result<State> state_of(const std::string& domain, const DnsQuestions& dns) {
    for (const auto type : {RecordType::mx, RecordType::a, RecordType::aaaa}) {
        const auto answer = dns.ask(domain, type);
        if (!answer) {
            return answer.error();
        }
        if (answer->kind == DnsAnswer::Kind::no_such_domain) {
            return State::missing;
        }
        if (answer->kind == DnsAnswer::Kind::records) {
            return type == RecordType::mx && is_null_mx(answer->records) ? State::takes_no_mail
                                                                         : State::deliverable;
        }
    }
    return State::missing;
}

/// What a domain is refused with depends on whose it is.
struct Role {
    std::string_view place;
    int null_mx_code;
    std::string_view null_mx;
    std::string_view missing;
};
constexpr Role sender{"MAIL FROM", 550, "5.7.27", "5.1.8"};
constexpr Role author{"From", 550, "5.7.27", "5.1.8"};
constexpr Role recipient{"RCPT TO", 556, "5.1.10", "5.1.2"};

Findings findings_for(std::string_view written, const Role& role, const DnsQuestions& dns) {
    const auto domain = a_labels(written);
    if (!domain) {
        return {};  // a literal, or no domain: address syntax is other checks' matter
    }
    const std::string where = *domain + " in " + std::string(role.place);
    const auto state = state_of(*domain, dns);
    if (!state) {
        auto finding = cannot_tell("whether " + where + " exists: " + state.error().what);
        finding.reply = {451, "4.4.3",
                         "Cannot find out now whether the domain " + where + " exists"};
        return {finding};
    }
    switch (*state) {
        case State::deliverable: return {};
        case State::takes_no_mail:
            return {{.what = where + " takes no mail (null MX)",
                     .reply = {role.null_mx_code, std::string(role.null_mx),
                               "The domain " + where + " does not take mail"}}};
        case State::missing: break;
    }
    return {{.what = where + " has neither MX nor address",
             .reply = {554, std::string(role.missing), "The domain " + where + " does not exist"}}};
}

struct DomainDns final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        const auto& path = at.envelope->sender;
        return !path || path->is_null() ? Findings()
                                        : findings_for(path->address.domain, sender, at.dns());
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        const auto& path = at.recipient->path;
        return !path || path->is_bare_postmaster()
                   ? Findings()
                   : findings_for(path->address.domain, recipient, at.dns());
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto* from = at.headers->find("From");
        const auto authors =
            at.addresses.of(from == nullptr ? "" : from->value).mailboxes_without_groups();
        if (!authors) {
            return {};  // header_counts and address_syntax have said so
        }
        std::set<std::string> domains;
        for (const Mailbox* each : *authors) {
            if (!domains.insert(ascii_lower(each->address.domain)).second) {
                continue;
            }
            if (auto findings = findings_for(each->address.domain, author, at.dns());
                !findings.empty()) {
                return findings;
            }
        }
        return {};
    }
};

}  // namespace

CheckKind domain_dns() {
    return Describe<DomainDns>(
               "domain_dns", "RFC 5321, 2.3.5; RFC 7505",
               "The domains of MAIL FROM, RCPT TO and From have an MX or an address, and no null "
               "MX. The daemon's resolver is asked; if it cannot tell, 451 4.4.3.")
        .action(Action::off)
        .replies("554 5.1.8 The domain nowhere.example in MAIL FROM does not exist");
}

}  // namespace msa
