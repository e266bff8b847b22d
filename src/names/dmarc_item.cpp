// dmarc: there is a policy that receivers can read, and our signatures are aligned with the domain
// (RFC 7489; RFC 9989).
#include "base/text.h"
#include "checks/dmarc_policy.h"
#include "mail/organizational_domain.h"
#include "names/items.h"

#include <set>

namespace msa {
namespace {

constexpr std::string_view version = "v=DMARC1";

std::string name_of(const std::string& domain) {
    return "_dmarc." + domain;
}

WantedRecords wanted(const SiteDomain& domain) {
    return {{.name = name_of(domain.name),
             .type = "TXT",
             .data = std::string(version) + "; p=none; rua=mailto:" + report_mailbox(domain),
             .note = "a careful start: read the reports for some weeks, then p=quarantine, then "
                     "p=reject"}};
}

/// Why a receiver takes nothing from it; empty: it does not.
std::string fault_of(const std::string& text) {
    for (const auto part : split(text, ';')) {
        const auto equals = part.find('=');
        if (equals == std::string_view::npos ||
            ascii_lower(trimmed(part.substr(0, equals))) != "p") {
            continue;
        }
        const auto policy = ascii_lower(trimmed(part.substr(equals + 1)));
        return policy == "none" || policy == "quarantine" || policy == "reject"
                   ? ""
                   : "p=" + printable(policy, 40) + " is no policy";
    }
    return "no p=, so receivers find no policy";
}

/// d= of all keys that sign for the domain.
std::set<std::string> signing_domains(const SiteDomain& domain) {
    std::set<std::string> names;
    for (const auto* key : keys_of(domain)) {
        names.insert(key->settings.domain);
    }
    return names;
}

Result<bool> any_aligned(DmarcStandard standard, const SiteDomain& domain,
                         const DnsQuestions& dns) {
    const auto policy = dmarc_policy(standard, domain.name, dns);
    if (!policy) {
        return policy.error();
    }
    for (const auto& name : signing_domains(domain)) {
        auto aligned = is_aligned(standard, name, domain.name, policy->strict_dkim, dns);
        if (!aligned || *aligned) {
            return aligned;
        }
    }
    return false;
}

Sight alignment(const SiteDomain& domain, const Inquiry& inquiry) {
    const auto where = name_of(domain.name);
    const auto names = signing_domains(domain);
    auto aligned_names =
        fine(where, "our signatures are aligned: d=" + join({names.begin(), names.end()}, ", d="));
    if (names.contains(domain.name)) {
        return aligned_names;  // whatever the policy says
    }
    const DnsQuestions dns({.resolver = &inquiry.zone,
                            .sender_policy = nullptr,
                            .patience = std::chrono::seconds(10)});
    for (const auto standard : {DmarcStandard::rfc7489, DmarcStandard::rfc9989}) {
        const auto aligned = any_aligned(standard, domain, dns);
        if (!aligned) {
            return unknown_sight(where, aligned.error().what);
        }
        if (!*aligned) {
            return wrong(where,
                         "no signature of ours is aligned with " + domain.name + " (" +
                             std::string(to_text(standard)) +
                             "): d=" + join({names.begin(), names.end()}, ", d="),
                         "a key of the domain itself, `msa-milter key new " + domain.name +
                             "`, or adkim=r in the record, if d= is above or below it");
        }
    }
    return aligned_names;
}

Sight record_sight(const SiteDomain& domain, Inquiry& inquiry) {
    const auto where = name_of(domain.name);
    const auto& seen = inquiry.zone.look(where, RecordType::txt);
    if (!seen.answer) {
        return no_answer(where, seen);
    }
    const auto fix = zone_lines(wanted(domain));
    const auto texts = texts_of(*seen.answer, version);
    if (texts.size() > 1) {
        return wrong(where,
                     std::to_string(texts.size()) +
                         " DMARC records: receivers take none of them (RFC 7489, 6.6.3)",
                     fix);
    }
    if (!texts.empty()) {
        const auto fault = fault_of(texts.front());
        return fault.empty() ? fine(where, printable(texts.front()) + seen.note)
                             : wrong(where, fault + ": " + printable(texts.front()), fix);
    }
    const auto above = organizational_domain(domain.name);
    if (above != domain.name) {
        const auto& inherited = inquiry.zone.look(name_of(above), RecordType::txt);
        if (!inherited.answer) {
            return no_answer(name_of(above), inherited);
        }
        if (texts_of(*inherited.answer, version).size() == 1) {
            return fine(where, "none of its own: that of " + above + " is in force");
        }
    }
    return missing(
        where,
        (seen.answer->records.empty() ? "no DMARC record"
                                      : "no DMARC record, but " + shown_answer(*seen.answer)) +
            seen.note,
        fix);
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights{record_sight(domain, inquiry)};
    if (!signing_domains(domain).empty()) {
        sights.push_back(alignment(domain, inquiry));
    }
    return sights;
}

}  // namespace

NameItem dmarc_item() {
    return {.word = "dmarc", .wanted = wanted, .look = look};
}

}  // namespace msa
