// dmarc_alignment: the message as it is about to be signed would pass DMARC (RFC 7489) where the
// author's domain asks receivers to quarantine or reject what does not. Sender does not matter
// there.
#include "base/text.h"
#include "checks/dmarc_record.h"
#include "checks/egress.h"
#include "mail/domain.h"
#include "mail/organizational_domain.h"
#include "policy/authorship.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

struct Policy {
    DmarcRecord::Policy policy = DmarcRecord::Policy::none;
    bool strict_dkim = false;
    bool strict_spf = false;
};

/// The one record at `_dmarc.` of a domain, if there is exactly one (RFC 7489, 6.6.3).
Result<std::optional<DmarcRecord>> record_at(const std::string& domain, const DnsQuestions& dns) {
    const auto answer = dns.ask("_dmarc." + domain, RecordType::txt);
    if (!answer) {
        return answer.error();
    }
    std::optional<DmarcRecord> record;
    for (const auto& each : answer->records) {
        if (auto parsed = parse_dmarc_record(each.value)) {
            if (record) {
                return std::optional<DmarcRecord>();
            }
            record = parsed;
        }
    }
    return record;
}

/// What the author's domain asks for, or the organization above it.
Result<Policy> policy_for(const std::string& author, const DnsQuestions& dns) {
    const auto organization = organizational_domain(author);
    auto record = record_at(author, dns);
    const bool is_below = record && !*record && organization != author;
    if (is_below) {
        record = record_at(organization, dns);
    }
    if (!record) {
        return record.error();
    }
    const auto found = record->value_or(DmarcRecord());
    return Policy{is_below ? found.subdomain_policy : found.policy, found.strict_dkim,
                  found.strict_spf};
}

bool are_aligned(const std::string& domain, const std::string& author, bool strictly) {
    return domain == author ||
           (!strictly && organizational_domain(domain) == organizational_domain(author));
}

/// The domain of all authors; absent where there is none that DMARC could be about.
std::optional<std::string> author_domain(const HeadersStage& at) {
    const auto* from = at.headers.find("From");
    const auto authors = parse_mailbox_list(from == nullptr ? "" : from->value);
    if (!authors || at.headers.count("From") != 1) {
        return std::nullopt;
    }
    std::optional<std::string> domain;
    for (const auto& mailbox : *authors) {
        const auto each = a_labels(mailbox.address.domain);
        if (!each || (domain && *domain != *each)) {
            return std::nullopt;
        }
        domain = *each;
    }
    return domain;
}

/// d= of the signatures to come.
std::vector<std::string> signing_domains(const HeadersStage& at) {
    const auto author = authorship(at.headers, at.rights);
    return at.signer == nullptr || !author.objection.empty()
               ? std::vector<std::string>()
               : at.signer->signing_domains(author.domain, at.now);
}

Finding in_doubt(const std::string& author, const std::string& why) {
    return {.what = "DMARC of " + author + ": " + why,
            .reply = {451, "4.4.3", "The DMARC policy of " + author + " cannot be checked now"},
            .repair = {}};
}

struct DmarcAlignment final : Check {
    std::vector<std::string> egress;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto author = author_domain(at);
        if (!author || (at.signer == nullptr && egress.empty())) {
            return {};
        }
        const auto domains = signing_domains(at);
        if (std::find(domains.begin(), domains.end(), *author) != domains.end()) {
            return {};  // aligned whatever the policy says
        }
        const auto policy = policy_for(*author, at.dns);
        if (!policy) {
            return {in_doubt(*author, policy.error().what)};
        }
        const bool signs_aligned =
            std::any_of(domains.begin(), domains.end(), [&](const std::string& domain) {
                return are_aligned(domain, *author, policy->strict_dkim);
            });
        if (policy->policy == DmarcRecord::Policy::none || signs_aligned) {
            return {};
        }
        return spf_findings(at, *author, *policy);
    }

private:
    /// Nothing where SPF saves the message.
    [[nodiscard]] Findings spf_findings(const HeadersStage& at, const std::string& author,
                                        const Policy& policy) const {
        const auto spf = aligned_spf(at, author, policy.strict_spf);
        if (spf.result == SpfResult::pass) {
            return {};
        }
        if (spf.result == SpfResult::temperror) {
            return {in_doubt(author, "SPF " + spf.why)};
        }
        const bool rejects = policy.policy == DmarcRecord::Policy::reject;
        return {{.what = "DMARC of " + author + " would fail, and its policy is " +
                         (rejects ? "reject" : "quarantine") + ": no aligned signature, SPF " +
                         spf.why,
                 .reply = {550, "5.7.26", "Mail from " + author + " would fail DMARC"},
                 .repair = {}}};
    }

    /// The null path has no domain of its own: only a signature helps it.
    [[nodiscard]] EgressAnswer aligned_spf(const HeadersStage& at, const std::string& author,
                                           bool strictly) const {
        const auto& path = at.envelope.sender;
        const auto domain = path ? a_labels(path->address.domain) : Error{"no path"};
        if (egress.empty() || !domain || !are_aligned(*domain, author, strictly)) {
            return {SpfResult::none, "not aligned"};
        }
        return worst_for(egress, to_text(AddrSpec{path->address.local_part, *domain}), at.dns);
    }
};

}  // namespace

CheckKind dmarc_alignment() {
    return Describe<DmarcAlignment>(
               "dmarc_alignment", "RFC 7489",
               "Where the author's domain publishes a DMARC policy of quarantine or reject, our "
               "signature or SPF from `egress` is aligned with it. Says nothing without keys and "
               "`egress`.")
        .action(Action::log)
        .replies("550 5.7.26 Mail from example.org would fail DMARC")
        .option("egress", &DmarcAlignment::egress,
                std::string(egress_help) + " As in egress_spf; without it only signatures count.",
                {check_egress});
}

}  // namespace msa
