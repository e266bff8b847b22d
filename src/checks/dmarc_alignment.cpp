// dmarc_alignment: the message as it is about to be signed would pass DMARC where the author's
// domain asks receivers to quarantine or reject what does not, whichever of the two standards a
// receiver follows. Sender does not matter there.
#include "base/text.h"
#include "checks/dmarc_policy.h"
#include "checks/egress.h"
#include "mail/domain.h"
#include "ownership/authorship.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

/// d= of the signatures to come.
std::vector<std::string> signing_domains(const HeadersStage& at) {
    const auto author = authorship(at.headers, at.rights(), at.addresses);
    return at.signer() == nullptr || !author.objection.empty()
               ? std::vector<std::string>()
               : at.signer()->signing_domains(author.domain, at.now);
}

Finding in_doubt(const std::string& author, const std::string& why) {
    return {.what = "DMARC of " + author + ": " + why,
            .reply = {451, "4.4.3", "The DMARC policy of " + author + " cannot be checked now"},
            .cannot_tell = true};
}

/// What one standard says of one message.
struct Verdict {
    enum class Kind { passes, fails, cannot_tell };
    Kind kind = Kind::passes;
    std::string why;
};

Verdict unknown(std::string why) {
    return {Verdict::Kind::cannot_tell, std::move(why)};
}

struct DmarcAlignment final : Check, EgressUser {
    std::vector<std::string> egress;

    [[nodiscard]] const std::vector<std::string>& egress_lines() const override { return egress; }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto authors = author_domains(at.headers, at.addresses);
        if (authors.size() != 1 || (at.signer() == nullptr && egress.empty())) {
            return {};  // DMARC is about one domain, and there is nothing to say without means
        }
        const auto& author = *authors.begin();
        const auto domains = signing_domains(at);
        if (std::find(domains.begin(), domains.end(), author) != domains.end()) {
            return {};  // aligned whatever the policy says
        }
        const auto newer = verdict_by(DmarcStandard::rfc9989, at, author, domains);
        if (newer.kind == Verdict::Kind::fails) {
            return {failure(author, newer)};
        }
        const auto older = verdict_by(DmarcStandard::rfc7489, at, author, domains);
        if (older.kind == Verdict::Kind::fails) {
            return {failure(author, older)};
        }
        for (const auto& verdict : {newer, older}) {
            if (verdict.kind == Verdict::Kind::cannot_tell) {
                return {in_doubt(author, verdict.why)};
            }
        }
        return {};
    }

private:
    [[nodiscard]] static Finding failure(const std::string& author, const Verdict& verdict) {
        return {.what = "DMARC of " + author + " would fail" + verdict.why,
                .reply = {550, "5.7.26", "Mail from " + author + " would fail DMARC"}};
    }

    [[nodiscard]] Verdict verdict_by(DmarcStandard standard, const HeadersStage& at,
                                     const std::string& author,
                                     const std::vector<std::string>& signing) const {
        const auto policy = dmarc_policy(standard, author, at.dns());
        if (!policy) {
            return unknown(policy.error().what);
        }
        if (policy->policy == DmarcRecord::Policy::none) {
            return {};
        }
        for (const auto& domain : signing) {
            const auto aligned =
                is_aligned(standard, domain, author, policy->strict_dkim, at.dns());
            if (!aligned) {
                return unknown(aligned.error().what);
            }
            if (*aligned) {
                return {};
            }
        }
        const auto spf = aligned_spf(standard, at, author, policy->strict_spf);
        if (spf.result == SpfResult::pass) {
            return {};
        }
        if (spf.result == SpfResult::temperror) {
            return unknown("SPF " + spf.why);
        }
        const bool rejects = policy->policy == DmarcRecord::Policy::reject;
        return {Verdict::Kind::fails,
                " (" + std::string(to_text(standard)) + "), and its policy is " +
                    (rejects ? "reject" : "quarantine") + ": no aligned signature, SPF " + spf.why};
    }

    /// The null path has no domain of its own: only a signature helps it.
    [[nodiscard]] EgressAnswer aligned_spf(DmarcStandard standard, const HeadersStage& at,
                                           const std::string& author, bool strictly) const {
        EgressAnswer not_aligned{SpfResult::none, "not aligned"};
        const auto& path = at.envelope->sender;
        const auto domain = path ? a_labels(path->address.domain) : Error{"no path"};
        if (egress.empty() || !domain) {
            return not_aligned;
        }
        const auto aligned = is_aligned(standard, *domain, author, strictly, at.dns());
        if (!aligned) {
            return {SpfResult::temperror, aligned.error().what};
        }
        return *aligned ? worst_for(egress, to_text(AddrSpec{path->address.local_part, *domain}),
                                    at.dns())
                        : not_aligned;
    }
};

}  // namespace

CheckKind dmarc_alignment() {
    return Describe<DmarcAlignment>(
               "dmarc_alignment", "RFC 9989; RFC 7489",
               "If the author's domain publishes a DMARC policy of quarantine or reject, our "
               "signature or SPF from `egress` is aligned with it, for receivers of RFC 9989 "
               "(which "
               "look upwards in DNS) and of RFC 7489 (public suffix list) alike. Finds nothing if "
               "there are neither keys nor `egress`.")
        .action(Action::log)
        .replies("550 5.7.26 Mail from example.org would fail DMARC")
        .option("egress", &DmarcAlignment::egress,
                std::string(egress_help) + " As in egress_spf; without it only signatures count.",
                {check_egress});
}

}  // namespace msa
