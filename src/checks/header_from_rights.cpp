// header_from_rights: every author that From names is the identity's to name: owned, or on behalf
// (RFC 6409, 6.3; CERT VU#517845). Nothing stands in for From: not Sender, not Resent-From, not a
// null MAIL FROM.
#include "base/text.h"
#include "checks/address_rights.h"
#include "checks/submitter.h"
#include "mail/address.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

Findings findings_for(const Mailbox& author, const Rights& rights) {
    return right_findings(author.address, rights, RightNeeded::owner_or_on_behalf, "From",
                          "in From");
}

/// A domain, or one below it.
bool is_within(std::string_view domain, std::string_view parent) {
    return domain == parent || (domain.size() > parent.size() && domain.ends_with(parent) &&
                                domain[domain.size() - parent.size() - 1] == '.');
}

Result<void> are_domains(const std::vector<std::string>& names) {
    for (const auto& name : names) {
        if (const auto labels = a_labels(name); !labels || *labels != name) {
            return Error{"'" + printable(name) + "' is not a domain in lower-case A-labels",
                         ErrorKind::bad_config};
        }
    }
    return {};
}

struct HeaderFromRights final : Check {
    bool groups = false;
    std::vector<std::string> resent_hosted_domains;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (is_from_a_stranger(at)) {
            return {};
        }
        if (at.headers->count("From") != 1) {
            return {{.what = std::to_string(at.headers->count("From")) + " From fields",
                     .reply = {554, "5.6.0", "Exactly one From field is needed"}}};
        }
        const auto& value = at.headers->find("From")->value;
        const auto& authors = at.addresses.of(value).list();
        if (!authors) {
            return {{.what = "From: " + authors.error().what + ": " + printable(value),
                     .reply = {554, "5.1.7", "Bad address in From: " + authors.error().what}}};
        }
        const bool is_resent = !resent_hosted_domains.empty() && is_resent_by_submitter(at);
        for (const auto& author : *authors) {
            const auto* mailbox = std::get_if<Mailbox>(&author);
            if (mailbox != nullptr && is_resent && is_elsewhere(*mailbox)) {
                continue;
            }
            auto findings = mailbox != nullptr ? findings_for(*mailbox, at.rights())
                                               : findings_for(std::get<Group>(author), at.rights());
            if (!findings.empty()) {
                return findings;
            }
        }
        return {};
    }

private:
    /// A group names no author (RFC 6854, 3), and a foreign member in it is foreign all the same.
    [[nodiscard]] Findings findings_for(const Group& group, const Rights& rights) const {
        for (const auto& member : group.members) {
            if (auto findings = msa::findings_for(member, rights); !findings.empty()) {
                return findings;
            }
        }
        if (groups && !group.members.empty()) {
            return {};
        }
        return {{.what = "From holds the group " + printable(group.name),
                 .reply = {550, "5.7.0", "A group in From is not accepted here"}}};
    }
    static Findings findings_for(const Mailbox& author, const Rights& rights) {
        return msa::findings_for(author, rights);
    }

    [[nodiscard]] bool is_elsewhere(const Mailbox& author) const {
        const auto domain = a_labels(author.address.domain);
        return domain &&
               std::none_of(resent_hosted_domains.begin(), resent_hosted_domains.end(),
                            [&](const auto& hosted) { return is_within(*domain, hosted); });
    }
};

}  // namespace

CheckKind header_from_rights() {
    return Describe<HeaderFromRights>(
               "header_from_rights", "RFC 6409, 6.3",
               "Exactly one From, and every mailbox in it is the identity's to use.")
        .option("groups", &HeaderFromRights::groups,
                "Accept a group in From if it has members and all are the identity's.")
        .option<std::vector<std::string>>(
            "resent_hosted_domains", &HeaderFromRights::resent_hosted_domains,
            "If set, mail that the identity resends may show an author of any domain except these "
            "and those below them; it is not signed.",
            are_domains)
        .replies("550 5.7.1 You may not use ceo@example.com in From");
}

}  // namespace msa
