// dmarc: there is a policy that receivers can read, and our signatures are aligned with the domain
// (RFC 7489; RFC 9989).
#include "base/text.h"
#include "checks/dmarc_policy.h"
#include "mail/organizational_domain.h"
#include "names/items.h"

#include <algorithm>
#include <set>

namespace msa {
namespace {

constexpr std::string_view version = "v=DMARC1";

std::string name_of(const std::string& domain) {
    return "_dmarc." + domain;
}

WantedRecord own_record(const SiteDomain& domain) {
    return {.name = name_of(domain.name),
            .type = "TXT",
            .data = std::string(version) + "; p=none; rua=mailto:" + report_mailbox(domain),
            .note =
                "a careful start: read the reports for some weeks, then p=quarantine, then "
                "p=reject"};
}

/// By which `other` says that it takes reports about the domain (RFC 7489, 7.1).
WantedRecord consent_of(const std::string& other, const std::string& domain) {
    return {.name = domain + "._report._dmarc." + other,
            .type = "TXT",
            .data = std::string(version),
            .note = "in the zone of " + other + ": it takes the reports about " + domain};
}

bool belong_together(const std::string& one, const std::string& other) {
    return organizational_domain(one) == organizational_domain(other);
}

WantedRecords wanted(const SiteDomain& domain) {
    WantedRecords records{own_record(domain)};
    const auto mailbox = report_mailbox(domain);
    const auto other = ascii_lower(mailbox.substr(mailbox.rfind('@') + 1));
    if (!belong_together(other, domain.name)) {
        records.push_back(consent_of(other, domain.name));
    }
    return records;
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
    const auto fix = zone_text(own_record(domain));
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

/// Domains of others that rua= and ruf= send reports to.
std::set<std::string> foreign_places(const std::string& text, const std::string& domain) {
    constexpr std::string_view scheme = "mailto:";
    std::set<std::string> domains;
    for (const auto part : split(text, ';')) {
        const auto equals = std::min(part.find('='), part.size());
        const auto tag = ascii_lower(trimmed(part.substr(0, equals)));
        if (tag != "rua" && tag != "ruf") {
            continue;
        }
        for (const auto place : split(part.substr(equals + 1), ',')) {
            const auto uri = ascii_lower(trimmed(place));
            const auto at = uri.rfind('@');
            if (!uri.starts_with(scheme) || at == std::string::npos) {
                continue;
            }
            const auto other = uri.substr(at + 1, uri.find_first_of("!?", at) - at - 1);
            if (!other.empty() && !belong_together(other, domain)) {
                domains.insert(other);
            }
        }
    }
    return domains;
}

/// Whether others take reports about `domain`, whose record this is: nobody sends them otherwise.
Sights consents(const std::string& text, const std::string& domain, const Inquiry& inquiry) {
    constexpr std::size_t most_asked = 10;
    Sights sights;
    for (const auto& other : foreign_places(text, domain)) {
        const auto record = consent_of(other, domain);
        const auto where = printable(record.name);
        const auto answer = inquiry.zone.ask(record.name, RecordType::txt, Inquiry::soon());
        if (!answer) {
            sights.push_back(unknown_sight(where, answer.error().what));
        } else if (!texts_of(*answer, version).empty()) {
            sights.push_back(fine(where, printable(other) + " takes the reports"));
        } else {
            sights.push_back(missing(
                where,
                "reports are not sent to " + printable(other) +
                    ", which does not say that it takes them (RFC 7489, 7.1)",
                printable(zone_text(record), 1000) + " ; in the zone of " + printable(other)));
        }
        if (sights.size() == most_asked) {
            break;
        }
    }
    return sights;
}

/// Of the record in force: the domain's own, or that of the organization.
Sights report_sights(const SiteDomain& domain, Inquiry& inquiry) {
    for (const auto& owner : {domain.name, organizational_domain(domain.name)}) {
        const auto& seen = inquiry.zone.look(name_of(owner), RecordType::txt);
        const auto texts =
            seen.answer ? texts_of(*seen.answer, version) : std::vector<std::string>();
        if (!seen.answer || !texts.empty()) {
            return texts.size() == 1 ? consents(texts.front(), owner, inquiry) : Sights();
        }
    }
    return {};
}

Sights look(const SiteDomain& domain, Inquiry& inquiry) {
    Sights sights{record_sight(domain, inquiry)};
    const auto reports = report_sights(domain, inquiry);
    sights.insert(sights.end(), reports.begin(), reports.end());
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
